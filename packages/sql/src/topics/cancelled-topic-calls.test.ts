import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../sqlite/open-sqlite.js';
import { createTopicStore } from './create-topic-store.js';
import type { RowWriter } from './row-writer.js';

const position = { group: 'g', topic: 't', partition: 0 };
const batch = { position, items: [{ offset: 0, value: 'a' }], nextOffset: 1 };

let folder: string;
let database: ReturnType<typeof openSqlite>;
let written: string[];
const rows: RowWriter<string> = {
  modules: [],
  write: async (_connection, _dialect, items) => {
    written.push(...items.map(({ value }) => value));
  },
  prunable: [{ table: 'consumer_offset', isOld: 'next_offset < ?' }],
};

beforeEach(async () => {
  written = [];
  folder = await mkdtemp(join(tmpdir(), 'forewarn-topics-'));
  database = openSqlite({ file: join(folder, 'store.db') });
  await createTopicStore(database, rows).migrate();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

describe('a caller that has turned away', () => {
  const signal = AbortSignal.abort();

  test.each([
    ['the offset', (store: ReturnType<typeof open>) => store.nextOffset(position, { signal })],
    ['a batch to be written', (store: ReturnType<typeof open>) => store.writeBatch(batch, { signal })],
    [
      'the offset to be reset',
      (store: ReturnType<typeof open>) => store.resetOffset(position, 9, { signal }),
    ],
    ['rows to be pruned', (store: ReturnType<typeof open>) => store.prune(9, { signal })],
    ['the schema to be checked', (store: ReturnType<typeof open>) => store.check({ signal })],
    ['a migration', (store: ReturnType<typeof open>) => store.migrate({ signal })],
  ])('no longer wants %s', async (_, call) => {
    const store = open();
    await expect(call(store)).rejects.toMatchObject({ code: 'cancelled' });
    expect(await store.nextOffset(position)).toBeUndefined();
  });
});

const open = () => createTopicStore(database, rows);

test('a caller that turns away while the position is locked has nothing written', async () => {
  const caller = new AbortController();
  const store = createTopicStore(
    {
      ...database,
      dialect: database.dialect,
      transaction: (work, options) =>
        database.transaction(async (connection) => {
          caller.abort();
          return work(connection);
        }, options),
    },
    rows,
  );
  await expect(store.writeBatch(batch, { signal: caller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(written).toEqual([]);
});

test('a topic’s store tells what it migrated', async () => {
  await database.migrationTurn(async (connection) => {
    await connection.runScript('DROP TABLE module_migration');
    await connection.runScript('DROP TABLE consumer_offset');
  });
  const logger = recordingLogger();
  await createTopicStore(database, rows, logger).migrate();
  expect(logger.lines).toEqual([
    {
      level: 'info',
      message: 'applied a schema migration',
      fields: { module: 'consumer-offsets', version: 1, title: 'consumer_offset' },
    },
  ]);
});

test('the offsets of a database of before are taken over with their table', async () => {
  await database.migrationTurn(async (connection) => {
    await connection.runScript('CREATE TABLE schema_migration (version INTEGER PRIMARY KEY)');
    await connection.run('INSERT INTO schema_migration (version) VALUES (1)', []);
    await connection.runScript('DROP TABLE module_migration');
  });
  const logger = recordingLogger();
  await open().resetOffset(position, 5);
  await createTopicStore(database, rows, logger).migrate();
  expect(logger.messages('info')).toEqual(['took over the schema of a version before this one']);
  expect(await open().nextOffset(position)).toBe(5);
});
