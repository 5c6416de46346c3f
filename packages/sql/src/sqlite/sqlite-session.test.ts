import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteDatabase } from './sqlite-database.js';

let folder: string;
let database: SqliteDatabase;
const numbers = () => sql<{ x: number }>`SELECT x FROM t ORDER BY x`.compile(database.dialect.queries);
const insert = (x: number) => (connection: { run(sql: string, values: number[]): Promise<number> }) =>
  connection.run('INSERT INTO t VALUES (?)', [x]);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-sqlite-'));
  database = new SqliteDatabase(join(folder, 'a.db'));
  await database.transaction((connection) => connection.runScript('CREATE TABLE t (x INTEGER PRIMARY KEY)'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

describe('a transaction in a SQLite file', () => {
  test('gives what its work gives: here how many rows it changed', async () => {
    expect(await database.transaction(insert(1))).toBe(1);
    expect(await database.read(numbers())).toEqual([{ x: 1 }]);
  });

  test('is undone when its work fails, and the next one goes on', async () => {
    const failing = database.transaction(async (connection) => {
      await insert(1)(connection);
      await insert(1)(connection);
    });
    await expect(failing).rejects.toMatchObject({
      code: 'store-rejected',
      details: { file: join(folder, 'a.db'), driverCode: 'SQLITE_CONSTRAINT' },
    });
    await database.migrationTurn(insert(2));
    expect(await database.read(numbers())).toEqual([{ x: 2 }]);
  });

  test('is undone when its caller turns away during the work', async () => {
    const caller = new AbortController();
    const work = async (connection: Parameters<ReturnType<typeof insert>>[0]) => {
      await insert(1)(connection);
      caller.abort();
    };
    await expect(database.transaction(work, { signal: caller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(database.migrationTurn(insert(1), { signal: caller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(database.read(numbers(), { signal: caller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await database.read(numbers())).toEqual([]);
  });

  test('may be asked with more statements than are kept', async () => {
    for (let at = 0; at < 310; at += 1) {
      const query = sql<{ n: number }>`SELECT ${sql.lit(at)} AS n`.compile(database.dialect.queries);
      expect(await database.read(query)).toEqual([{ n: at }]);
    }
  });
});

describe('a SQLite file', () => {
  test('is kept as a log ahead, which readers do not wait for', async () => {
    const mode = sql<{ journal_mode: string }>`PRAGMA journal_mode`.compile(database.dialect.queries);
    expect(await database.read(mode)).toEqual([{ journal_mode: 'wal' }]);
  });

  test('is read by a connection that cannot write', async () => {
    const write = sql`INSERT INTO t VALUES (1) RETURNING x`.compile(database.dialect.queries);
    await expect(database.read(write)).rejects.toThrow(/readonly/);
    expect(await database.read(numbers())).toEqual([]);
  });

  test('that could not be opened is opened once it can be', async () => {
    const later = new SqliteDatabase(join(folder, 'later', 'a.db'));
    const one = sql<{ n: number }>`SELECT 1 AS n`.compile(later.dialect.queries);
    await expect(later.read(one)).rejects.toMatchObject({ code: 'store-access-denied' });
    await mkdir(join(folder, 'later'));
    expect(await later.read(one)).toEqual([{ n: 1 }]);
    await later.close();
  });

  test('that is closed, once or twice, is not asked any more', async () => {
    await database.close();
    await database.close();
    for (const call of [
      database.read(numbers()),
      database.transaction(insert(1)),
      database.migrationTurn(insert(1)),
    ])
      await expect(call).rejects.toMatchObject({
        code: 'store-unavailable',
        message: `the store ${join(folder, 'a.db')} was closed`,
      });
  });

  test('is closed behind the transactions that wait', async () => {
    const waiting = database.transaction(insert(1));
    await Promise.all([waiting, database.close()]);
    expect(await waiting).toBe(1);
  });

  test('closes without ever having been opened', async () => {
    await expect(new SqliteDatabase(join(folder, 'none', 'a.db')).close()).resolves.toBeUndefined();
  });
});
