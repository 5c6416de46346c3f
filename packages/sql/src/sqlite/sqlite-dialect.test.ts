import { describe, expect, test } from 'vitest';
import { openSqlite } from './open-sqlite.js';
import { createSqliteDialect } from './sqlite-dialect.js';

describe('what an insert into SQLite does where the key exists', () => {
  test.each([
    ['nothing', { key: ['a', 'b'], update: [] }, 'ON CONFLICT (a, b) DO NOTHING'],
    [
      'takes the new values',
      { key: ['a'], update: ['c', 'd'] },
      'ON CONFLICT (a) DO UPDATE SET c = excluded.c, d = excluded.d',
    ],
    [
      'takes the new values where they are not older',
      { key: ['a'], update: ['t', 'c'], notOlderBy: 't' },
      'ON CONFLICT (a) DO UPDATE SET t = excluded.t, c = excluded.c WHERE excluded.t >= t',
    ],
  ])('%s', (_, conflict, clause) => {
    expect(createSqliteDialect().onConflict(conflict)).toBe(clause);
  });
});

test('SQLite has neither locks of rows nor limits of deletes', () => {
  const { name, hasRowLocks, hasDeleteLimit } = createSqliteDialect();
  expect([name, hasRowLocks, hasDeleteLimit]).toEqual(['sqlite', false, false]);
});

test('a table is found by its name, an index of that name is not', async () => {
  const database = openSqlite({ file: ':memory:' });
  const tables = (name: string) =>
    database.transaction(async (connection) => {
      await connection.runScript('CREATE TABLE IF NOT EXISTS t (x); CREATE INDEX IF NOT EXISTS i ON t (x)');
      return connection.query(createSqliteDialect().tableQuery(name));
    });
  expect(await tables('t')).toEqual([{ name: 't' }]);
  expect(await tables('i')).toEqual([]);
  await database.close().catch(() => {});
});
