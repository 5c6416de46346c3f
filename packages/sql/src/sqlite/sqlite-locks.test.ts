import { access, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SqlDatabase } from '../database/sql-database.js';
import { openSqlite } from './open-sqlite.js';
import { SqliteConnection } from './sqlite-connection.js';
import { SqliteDatabase } from './sqlite-database.js';

let folder: string;
let file: string;
let database: SqliteDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-sqlite-'));
  file = join(folder, 'a.db');
  database = new SqliteDatabase(file);
  await database.transaction((connection) => connection.runScript('CREATE TABLE t (x)'));
});
afterEach(async () => {
  vi.useRealTimers();
  await database.close();
  await rm(folder, { recursive: true });
});

const count = ({ dialect }: SqlDatabase) =>
  sql<{ n: number }>`SELECT count(*) AS n FROM t`.compile(dialect.queries);

const write = (options = {}) =>
  database.transaction((connection) => connection.run('INSERT INTO t VALUES (?)', [1]), options);

/** Waits for what another process holds, on a clock that a test moves: in steps, since each try is followed by a pause. */
async function moved(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await vi.advanceTimersByTimeAsync(Math.min(100, ms - passed));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a SQLite file that another process writes', () => {
  let other: SqliteConnection;

  beforeEach(() => {
    other = new SqliteConnection(file, { readOnly: false });
    other.execute('BEGIN IMMEDIATE');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => other.close());

  test.each([
    ['written', 15_000, () => write()],
    ['migrated', 120_000, () => database.migrationTurn(async () => 1)],
  ])('is waited for until it is free to be %s', async (_, patienceMs, call) => {
    const waiting = call();
    await moved(patienceMs - 1_000);
    other.execute('COMMIT');
    await moved(100);
    expect(await waiting).toBe(1);
  });

  test.each([
    ['writer', 15_000, () => write()],
    ['program that migrates', 120_000, () => database.migrationTurn(async () => 1)],
  ])('is given up by a %s after %d ms, as not available', async (_, patienceMs, call) => {
    const outcome = vi.fn();
    const waiting = call().catch(outcome);
    await moved(patienceMs - 1_000);
    expect(outcome).not.toHaveBeenCalled();
    await moved(1_100);
    await waiting;
    expect(outcome).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'store-unavailable', details: { file, driverCode: 'SQLITE_BUSY' } }),
    );
  });

  test('is no longer waited for by a caller that turns away', async () => {
    const caller = new AbortController();
    const waiting = write({ signal: caller.signal });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await moved(1_000);
    caller.abort();
    await refused;
  });
});

describe('the log ahead of a SQLite file', () => {
  const pragma = async (name: string) => {
    const query = sql<Record<string, number>>`${sql.raw(`PRAGMA ${name}`)}`.compile(database.dialect.queries);
    const [row] = await database.transaction((connection) => connection.query(query));
    return row?.[name];
  };

  test('is written through at its checkpoints alone, and cut to 64 MiB', async () => {
    // 1 is NORMAL: https://www.sqlite.org/pragma.html#pragma_synchronous
    expect(await pragma('synchronous')).toBe(1);
    expect(await pragma('journal_size_limit')).toBe(64 * 1024 * 1024);
  });

  test('is gone once the file is closed, for then no connection is left', async () => {
    await access(`${file}-wal`);
    await database.close();
    await expect(access(`${file}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('holds nothing any more once the file is closed: a copy of the file alone has every row', async () => {
    await write();
    await database.read(count(database));
    await database.close();
    const copy = join(folder, 'copy.db');
    await copyFile(file, copy);
    const copied = openSqlite({ file: copy });
    expect(await copied.read(count(copied))).toEqual([{ n: 1 }]);
    await copied.close();
  });
});

test('a log that cannot be moved into the file now is left to whoever opens it next', async () => {
  await write();
  const reader = new SqliteConnection(file, { readOnly: true });
  expect(() => reader.foldLog()).not.toThrow();
  reader.close();
  const other = new SqliteConnection(file, { readOnly: false });
  other.execute('BEGIN IMMEDIATE');
  await database.close();
  other.close();
  const next = openSqlite({ file });
  expect(await next.read(count(next))).toEqual([{ n: 1 }]);
  await next.close();
});

test('a closed connection is not asked any more', async () => {
  const connection = new SqliteConnection(file, { readOnly: false });
  connection.close();
  await expect(connection.run('INSERT INTO t VALUES (1)', [])).rejects.toThrow(/not open/);
});

test('an opened file has the database that other programs see in it', async () => {
  const opened = openSqlite({ file });
  await write();
  expect(await opened.read(count(opened))).toEqual([{ n: 1 }]);
  await opened.close();
});
