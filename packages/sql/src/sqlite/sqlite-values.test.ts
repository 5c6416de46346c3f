import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from './open-sqlite.js';
import { SqliteConnection } from './sqlite-connection.js';
import { createSqliteDialect } from './sqlite-dialect.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-sqlite-'));
  file = join(folder, 'a.db');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const { queries } = createSqliteDialect();

describe('a value', () => {
  test.each([
    [1, 'integer'],
    [0, 'integer'],
    [-1, 'integer'],
    [0.5, 'real'],
    [-1e-20, 'real'],
    [Number.EPSILON, 'real'],
    ['', 'text'],
    ['0.5', 'text'],
    [null, 'null'],
    [Buffer.of(1), 'blob'],
  ])('%o is stored as what it is', async (value, type) => {
    const connection = new SqliteConnection(file, { readOnly: false });
    await connection.runScript('CREATE TABLE t (x)');
    await connection.run('INSERT INTO t VALUES (?)', [value]);
    expect(await connection.query(sql`SELECT typeof(x) AS type FROM t`.compile(queries))).toEqual([{ type }]);
    connection.close();
  });
});

test('a file that is no database is not available, and is left as it is', async () => {
  await writeFile(file, 'This is no database, but a text of more than a hundred bytes, '.repeat(4));
  const database = openSqlite({ file });
  for (let times = 0; times < 2; times += 1) {
    await expect(database.read(sql`SELECT 1`.compile(queries))).rejects.toMatchObject({
      code: 'store-unavailable',
      details: { driverCode: 'SQLITE_NOTADB' },
    });
  }
  await database.close();
});
