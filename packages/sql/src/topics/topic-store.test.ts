import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ForewarnError } from '@forewarn/core';
import { type SqlTestDatabase, type TopicStoreExamples, topicStoreContract } from '@forewarn/testkit';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { upsertRows } from '../rows/upsert.js';
import { openSqlite } from '../sqlite/open-sqlite.js';
import { createTopicStore } from './create-topic-store.js';
import type { RowWriter } from './row-writer.js';

/** The smallest domain: a text that was true at a time. */
interface Note {
  readonly text: string;
  readonly atMs: number;
}

const noteRows: RowWriter<Note> = {
  modules: [{ name: 'notes', folder: new URL('../../test-databases/notes/', import.meta.url) }],
  write(connection, dialect, items) {
    if (items.some(({ value }) => value.text === '')) {
      throw new ForewarnError('store-rejected', 'a note without a text was not stored');
    }
    const rows = items.map(({ value: { text, atMs } }) => ({ text, at_ms: atMs }));
    return upsertRows(connection, dialect, { table: 'note', key: ['text'] }, rows);
  },
  prunable: [{ table: 'note', isOld: 'at_ms < ?' }],
};

const notes: TopicStoreExamples<Note> = {
  example: (index) => ({ text: `note ${index}`, atMs: index }),
  refused: { text: '', atMs: 0 },
  tables: { note: 'text', consumer_offset: 'consumer_group, topic, partition_number' },
};

async function createDatabase(): Promise<SqlTestDatabase<ReturnType<typeof openNotes>>> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-topics-'));
  const file = join(folder, 'store.db');
  return {
    open: () => openNotes(file),
    async execute(sql) {
      const database = new DatabaseSync(file, { timeout: 1_000 });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    discard: () => rm(folder, { recursive: true }),
  };
}

const openNotes = (file: string, rows = noteRows) => {
  const database = openSqlite({ file });
  return { ...createTopicStore(database, rows), close: () => database.close() };
};

topicStoreContract('SQLite with a domain of one table', createDatabase, notes);

test('pruning deletes the rows that the domain calls old, in as many steps as it takes', async () => {
  const database = await createDatabase();
  const store = database.open();
  await store.migrate();
  const items = Array.from({ length: 2_500 }, (_, offset) => ({ offset, value: notes.example(offset) }));
  const position = { group: 'g', topic: 't', partition: 0 };
  await store.writeBatch({ position, items, nextOffset: 2_500 });
  expect(await store.prune(2_400)).toBe(2_400);
  expect(await store.prune(2_400)).toBe(0);
  expect(await database.execute('SELECT count(*) AS n FROM note')).toEqual([{ n: 100 }]);
  await store.close();
  await database.discard();
});

test('a domain that calls no rows old keeps them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-topics-'));
  const { prunable: _, ...kept } = noteRows;
  const store = openNotes(join(folder, 'store.db'), kept);
  await store.migrate();
  expect(await store.prune(Number.MAX_SAFE_INTEGER)).toBe(0);
  await store.close();
  await rm(folder, { recursive: true });
});
