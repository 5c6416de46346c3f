import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteDatabase } from './sqlite-database.js';
import { TurnQueue } from './turn-queue.js';

describe('a SQLite file', () => {
  let folder: string;
  let database: SqliteDatabase;
  let other: SqliteDatabase;
  const count = () => sql<{ n: number }>`SELECT count(*) AS n FROM t`.compile(database.dialect.queries);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-sqlite-'));
    database = new SqliteDatabase(join(folder, 'a.db'));
    other = new SqliteDatabase(join(folder, 'a.db'));
    await database.transaction((connection) => connection.runScript('CREATE TABLE t (x)'));
  });
  afterEach(async () => {
    await Promise.all([database.close(), other.close()]);
    await rm(folder, { recursive: true });
  });

  test('is read as it was before a transaction that is still open', async () => {
    await database.transaction(async (connection) => {
      await connection.run('INSERT INTO t VALUES (?)', [1]);
      expect(await database.read(count())).toEqual([{ n: 0 }]);
    });
    expect(await database.read(count())).toEqual([{ n: 1 }]);
  });

  test('is not written by two at once: the second waits and leaves the process free meanwhile', async () => {
    const steps: string[] = [];
    const first = database.transaction(async (connection) => {
      await connection.run('INSERT INTO t VALUES (?)', [1]);
      const second = other.transaction(async () => steps.push('second'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push('first');
      return { second };
    });
    await (await first).second;
    expect(steps).toEqual(['first', 'second']);
  });

  test('in a folder that does not exist cannot be opened', async () => {
    const lost = new SqliteDatabase(join(folder, 'none', 'a.db'));
    await expect(lost.read(count())).rejects.toMatchObject({
      code: 'store-access-denied',
      details: { driverCode: 'SQLITE_CANTOPEN' },
    });
    await lost.close();
  });

  test.each([2.2e-16, 1e-300, Number.MIN_VALUE, 1e308, -1e-20])('keeps %d', async (value) => {
    await database.transaction(async (connection) => {
      await connection.runScript('CREATE TABLE r (x REAL)');
      await connection.run('INSERT INTO r VALUES (?)', [value]);
    });
    const query = sql<{ x: number }>`SELECT x FROM r`.compile(database.dialect.queries);
    expect(await database.read(query)).toEqual([{ x: value }]);
  });
});

test('a queue that is full refuses instead of growing', async () => {
  const queue = new TurnQueue(1);
  let finish = () => {};
  const held = queue.run(() => new Promise<void>((resolve) => (finish = resolve)));
  await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 'store-unavailable' });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  finish();
  await held;
  await expect(queue.run(async () => 1)).resolves.toBe(1);
});
