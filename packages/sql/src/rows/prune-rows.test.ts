import { describe, expect, test } from 'vitest';
import type { SqlConnection, SqlDatabase } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import { createMysqlDialect } from '../mysql/mysql-dialect.js';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.js';
import { pruneRows } from './prune-rows.js';

/** A database that deletes so many rows, transaction by transaction, and keeps what it is asked. */
function deleting(dialect: SqlDialect, deleted: number[]) {
  const asked: unknown[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const connection: SqlConnection = {
    query: async () => [],
    runScript: async () => {},
    run: async (sql, values) => {
      asked.push([sql, ...values]);
      return deleted.shift() ?? 0;
    },
  };
  const database: SqlDatabase = {
    dialect,
    read: async () => [],
    migrationTurn: (work) => work(connection),
    checkWritable: async () => {},
    close: async () => {},
    transaction(work, options) {
      signals.push(options?.signal);
      return work(connection);
    },
  };
  return { database, asked, signals };
}

const notes = { table: 'note', isOld: 'at_ms < ?' };
const words = { table: 'word', isOld: 'said_ms < ?' };

describe('pruning', () => {
  test('deletes at most a thousand rows a transaction, as MySQL says it', async () => {
    const { database, asked } = deleting(createMysqlDialect(), [1_000, 1_000, 7]);
    expect(await pruneRows(database, [notes], 5)).toBe(2_007);
    expect(asked).toEqual(new Array(3).fill(['DELETE FROM note WHERE at_ms < ? LIMIT 1000', 5]));
  });

  test('deletes as many as SQLite says it, which has no limit for deleting', async () => {
    const { database, asked } = deleting(createSqliteDialect(), [1_000]);
    expect(await pruneRows(database, [notes], 5)).toBe(1_000);
    const sql = 'DELETE FROM note WHERE rowid IN (SELECT rowid FROM note WHERE at_ms < ? LIMIT 1000)';
    expect(asked).toEqual([
      [sql, 5],
      [sql, 5],
    ]);
  });

  test('goes on with the next table, and counts all', async () => {
    const { database, asked } = deleting(createMysqlDialect(), [3, 1_000, 4]);
    expect(await pruneRows(database, [notes, words], 5)).toBe(1_007);
    expect(asked).toHaveLength(3);
    expect(asked[2]).toEqual(['DELETE FROM word WHERE said_ms < ? LIMIT 1000', 5]);
  });

  test('ends between two transactions when its caller turns away, each of which knows the caller', async () => {
    const caller = new AbortController();
    const { database, asked, signals } = deleting(createMysqlDialect(), [1_000, 1_000]);
    const pruning = pruneRows(database, [notes], 5, { signal: caller.signal });
    caller.abort();
    await expect(pruning).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toHaveLength(1);
    expect(signals).toEqual([caller.signal]);
  });

  test('does not begin for a caller that has turned away', async () => {
    const { database, asked } = deleting(createMysqlDialect(), []);
    const pruning = pruneRows(database, [notes], 5, { signal: AbortSignal.abort() });
    await expect(pruning).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual([]);
  });
});
