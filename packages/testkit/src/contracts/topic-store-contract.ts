import type { ConsumerPosition, Database, TopicBatch, TopicStore } from '@forewarn/core';
import { describe, expect, test } from 'vitest';
import { dumpTables, type SqlTestDatabase, sqlStoreContext, type TableOrder } from './sql-test-database.js';
import { writeUntilDone } from './write-until-done.js';

/** The values of a domain that a topic store is tested with. */
export interface TopicStoreExamples<T> {
  /** One of many values; each is stored in rows of its own. */
  example(index: number): T;
  /** A value that the store refuses for good. */
  readonly refused: T;
  /** The tables that it writes, that of the offsets among them. */
  readonly tables: TableOrder;
}

const position: ConsumerPosition = { group: 'storage', topic: 'events', partition: 0 };

/**
 * Every promise of the port `TopicStore`, as tests. The store of every domain runs them.
 *
 * @param name            of the adapter and domain
 * @param createDatabase  makes an empty database
 */
export function topicStoreContract<T>(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<TopicStore<T> & Database>>,
  { example, refused, tables }: TopicStoreExamples<T>,
): void {
  const values = (count: number): T[] => Array.from({ length: count }, (_, index) => example(index));

  describe(`${name} keeps the promises of a topic store`, () => {
    const context = sqlStoreContext(createDatabase);
    const dump = () => dumpTables(context().database, tables);

    test('a database without the schema takes nothing yet', async () => {
      const { database, store } = context();
      for (const table of Object.keys(tables).reverse()) await database.execute(`DROP TABLE ${table}`);
      await expect(store.writeBatch(batchOf(values(1)))).rejects.toMatchObject({ code: 'store-unavailable' });
    });

    test('the offset to read next is unknown before the first batch and stands behind it afterwards', async () => {
      const { store } = context();
      expect(await store.nextOffset(position)).toBeUndefined();
      expect(await store.writeBatch(batchOf(values(1), 7))).toEqual({ written: 1, skipped: 0 });
      expect(await store.nextOffset(position)).toBe(8);
    });

    test('a batch of dead letters alone moves the offset', async () => {
      const { store } = context();
      const outcome = await store.writeBatch({ position, items: [], nextOffset: 5 });
      expect(outcome).toEqual({ written: 0, skipped: 0 });
      expect(await store.nextOffset(position)).toBe(5);
    });

    test('offsets beyond 2 to the 32nd are kept', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(1), 2 ** 45));
      expect(await store.nextOffset(position)).toBe(2 ** 45 + 1);
    });

    test('each group, topic and partition has an offset of its own', async () => {
      const { store } = context();
      const others = [
        { ...position, group: 'Storage' },
        { ...position, topic: 'other' },
        { ...position, partition: 1 },
      ];
      await store.writeBatch(batchOf(values(1), 3));
      for (const other of others) expect(await store.nextOffset(other)).toBeUndefined();
    });

    test('values below the stored offset are skipped, and the offset does not go back', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(2)));
      expect(await store.writeBatch(batchOf(values(3)))).toEqual({ written: 1, skipped: 2 });
      expect(await store.writeBatch(batchOf(values(1)))).toEqual({ written: 0, skipped: 1 });
      expect(await store.nextOffset(position)).toBe(3);
    });

    test('what is skipped is not written, whatever it is now', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(2)));
      const before = await dump();
      const changed = batchOf([example(8), example(9)]);
      expect(await store.writeBatch(changed)).toEqual({ written: 0, skipped: 2 });
      expect(await dump()).toEqual(before);
    });

    test('two writers that overlap on one position write each value once', async () => {
      const { store, open } = context();
      const batch = batchOf(values(30));
      const stores = [store, open(), open()];
      const outcomes = await Promise.all(stores.map((writer) => writeUntilDone(writer, batch)));
      expect(outcomes.map(({ written }) => written).sort((a, b) => a - b)).toEqual([0, 0, 30]);
      expect(outcomes.map(({ skipped }) => skipped).sort((a, b) => a - b)).toEqual([0, 30, 30]);
    });

    test('a batch with a value that is refused leaves neither rows nor an offset', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(1)));
      const before = await dump();
      const write = store.writeBatch(batchOf([example(1), refused, example(2)], 1));
      await expect(write).rejects.toMatchObject({ code: 'store-rejected' });
      expect(await dump()).toEqual(before);
    });

    test('a cancelled write leaves nothing', async () => {
      const { store } = context();
      const before = await dump();
      const write = store.writeBatch(batchOf(values(1)), { signal: AbortSignal.abort() });
      await expect(write).rejects.toMatchObject({ code: 'cancelled' });
      expect(await dump()).toEqual(before);
    });

    test('reading again from the beginning gives the same rows', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(5)));
      const before = await dump();
      await store.resetOffset(position, 0);
      expect(await store.writeBatch(batchOf(values(5)))).toEqual({ written: 5, skipped: 0 });
      expect(await dump()).toEqual(before);
    });

    test('an offset that is reset lets a topic that was made anew be read from its beginning', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(values(1), 100));
      await store.resetOffset(position, 0);
      expect(await store.nextOffset(position)).toBe(0);
      expect(await store.writeBatch(batchOf([example(1)]))).toEqual({ written: 1, skipped: 0 });
      await store.resetOffset({ ...position, topic: 'unread' }, 4);
      expect(await store.nextOffset({ ...position, topic: 'unread' })).toBe(4);
    });

    test('a cancelled pruning is rejected as cancelled', async () => {
      const prune = context().store.prune(Number.MAX_SAFE_INTEGER, { signal: AbortSignal.abort() });
      await expect(prune).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}

const batchOf = <T>(values: readonly T[], firstOffset = 0): TopicBatch<T> => ({
  position,
  items: values.map((value, index) => ({ offset: firstOffset + index, value })),
  nextOffset: firstOffset + values.length,
});
