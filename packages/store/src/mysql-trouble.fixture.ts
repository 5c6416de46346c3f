import { setTimeout as delay } from 'node:timers/promises';
import { type MysqlAddress, position } from '@forewarn/testkit';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMysqlStore } from './create-store.js';
import { hourlyBatch } from './hourly-batch.fixture.js';
import { createMysqlDatabase, type MysqlTestDatabase } from './mysql-engine.fixture.js';
import type { Store } from './store.js';

/** What a store in MySQL or MariaDB promises when connections, locks and passwords fail. */
export function mysqlTroublePromises(name: string, address: () => MysqlAddress): void {
  describe(`${name} under trouble`, () => {
    let database: MysqlTestDatabase;
    let store: Store;
    let other: Connection;

    beforeEach(async () => {
      database = await createMysqlDatabase(address());
      store = createMysqlStore(database.options);
      await store.migrate();
      other = await database.connect();
    });
    afterEach(async () => {
      await other.end();
      await store.close();
      await database.discard();
    });

    test('a connection that is killed in the middle of a write leaves nothing, and the write can be repeated', async () => {
      await store.writeBatch(hourlyBatch('a', 1));
      // Holds the last table that a write comes to, so that the write stands still with all the others changed.
      await other.query('START TRANSACTION');
      await other.query('SELECT * FROM decomposition_window FOR UPDATE');
      const write = store.writeBatch(hourlyBatch('a', 2, 1)).catch((error) => error);
      await killWhoWaits(other, database.options.database);
      expect(await write).toMatchObject({ code: 'store-unavailable', retryable: true });
      await other.query('ROLLBACK');
      expect(await store.nextOffset(position)).toBe(1);
      expect((await store.listForecasts({ startMs: 0 }, { limit: 9 })).items).toHaveLength(1);
      await store.writeBatch(hourlyBatch('a', 2, 1));
      expect((await store.listForecasts({ startMs: 0 }, { limit: 9 })).items).toHaveLength(2);
    });

    test('a reader does not wait for a write that stands still', async () => {
      await store.writeBatch(hourlyBatch('a', 1));
      await other.query('START TRANSACTION');
      await other.query('UPDATE series SET sample_count = 0');
      await other.query('UPDATE decomposition_window SET sample_count = 0');
      const { items } = await store.listDecomposition({}, { limit: 5 });
      expect(items[0]?.window.sampleCount).toBe(2);
      await other.query('ROLLBACK');
    });

    test('a transaction that is chosen to end a deadlock can be tried again', async () => {
      await store.writeBatch(hourlyBatch('a', 1));
      await other.query('SET SESSION innodb_lock_wait_timeout = 20');
      await other.query('START TRANSACTION');
      // More changes than the write has, so that the write is the one that the server ends.
      await other.query(`INSERT INTO sla (name, description) SELECT seq, '' FROM (${numbers(200)}) n`);
      await other.query('SELECT * FROM decomposition_window FOR UPDATE');
      const write = store.writeBatch(hourlyBatch('a', 2, 1)).catch((error) => error);
      await whoWaits(other, database.options.database);
      await other.query('SELECT * FROM series FOR UPDATE');
      expect(await write).toMatchObject({ code: 'store-unavailable', retryable: true });
      await other.query('ROLLBACK');
      expect(await store.writeBatch(hourlyBatch('a', 2, 1))).toEqual({ written: 1, skipped: 0 });
    });

    test('a migration whose record was lost on the way is applied again', async () => {
      await other.query('DELETE FROM module_migration');
      await store.migrate();
      await store.check();
      expect(await store.writeBatch(hourlyBatch('a', 1))).toEqual({ written: 1, skipped: 0 });
    });

    test('a wrong password is access denied, not a wait for better times', async () => {
      const stranger = createMysqlStore({
        ...address(),
        password: 'wrong',
        database: database.options.database,
      });
      await expect(stranger.check()).rejects.toMatchObject({ code: 'store-access-denied', retryable: false });
      await stranger.close();
    });

    test('a server that is not there is unavailable', async () => {
      const nowhere = createMysqlStore({ ...address(), port: 1, database: database.options.database });
      await expect(nowhere.check()).rejects.toMatchObject({ code: 'store-unavailable' });
      await expect(nowhere.migrate()).rejects.toMatchObject({ code: 'store-unavailable' });
      await nowhere.close();
    });

    test('a database that does not exist is unavailable, and named', async () => {
      const early = createMysqlStore({ ...address(), database: 'forewarn_not_yet' });
      await expect(early.check()).rejects.toMatchObject({
        code: 'store-unavailable',
        message: expect.stringContaining('forewarn_not_yet'),
      });
      await early.close();
    });

    test('a caller that is cancelled while it waits for a connection stops waiting', async () => {
      await store.writeBatch(hourlyBatch('a', 1));
      await other.query('START TRANSACTION');
      await other.query('SELECT * FROM consumer_offset FOR UPDATE');
      const blocked = [1, 2, 3].map((offset) => store.writeBatch(hourlyBatch('a', 2, offset)));
      const settled = Promise.allSettled(blocked);
      await whoWaits(other, database.options.database, 3);
      const controller = new AbortController();
      const read = store.listSeries({}, { limit: 1, signal: controller.signal });
      controller.abort();
      await expect(read).rejects.toMatchObject({ code: 'cancelled' });
      await other.query('ROLLBACK');
      await settled;
      expect((await store.listSeries({}, { limit: 1 })).items).toHaveLength(1);
    });
  });
}

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, at) => `SELECT ${at} AS seq`).join(' UNION ALL ');

/** A machine that is busy with something else has come to a lock by then. */
const longestWaitMs = 60_000;

/**
 * Waits until transactions of other sessions on the database wait for a lock. InnoDB's view of them is renewed only
 * when nobody has read it for 100 ms.
 */
async function whoWaits(admin: Connection, database: string, count = 1): Promise<readonly number[]> {
  const deadline = Date.now() + longestWaitMs;
  while (Date.now() < deadline) {
    await delay(120);
    const ids = await lockWaits(admin, database);
    if (ids.length >= count) return ids;
  }
  throw new Error(`fewer than ${count} transactions waited for a lock within ${longestWaitMs} ms`);
}

async function lockWaits(admin: Connection, database: string): Promise<readonly number[]> {
  const [waiting] = await admin.query<RowDataPacket[]>(
    "SELECT trx_mysql_thread_id AS id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
  );
  const [sessions] = await admin.query<RowDataPacket[]>(
    'SELECT id FROM information_schema.processlist WHERE db = ?',
    [database],
  );
  const own = new Set(sessions.map(({ id }) => id));
  return waiting.map(({ id }) => id).filter((id) => own.has(id));
}

async function killWhoWaits(admin: Connection, database: string): Promise<void> {
  for (const id of await whoWaits(admin, database)) await admin.query(`KILL ${id}`);
}
