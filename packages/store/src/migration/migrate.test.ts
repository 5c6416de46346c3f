import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteDatabase } from '../sqlite/sqlite-database.js';
import { appliedMigrations, migrate } from './migrate.js';
import { parseMigration, readMigrations } from './migration-files.js';

describe('migrate', () => {
  let folder: string;
  let database: SqliteDatabase;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-migrate-'));
    database = new SqliteDatabase(join(folder, 'store.db'));
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const first = parseMigration('0001_one.sql', 'CREATE TABLE a (x INTEGER);\n');
  const broken = parseMigration('0002_two.sql', 'CREATE TABLE b (x INTEGER);\nCREATE TABEL c (x INTEGER);\n');
  const mended = parseMigration('0002_two.sql', 'CREATE TABLE b (x INTEGER);\nCREATE TABLE c (x INTEGER);\n');

  test('a migration that fails says at which statement, and starts over once it is mended', async () => {
    await expect(migrate(database, [first, broken], silentLogger)).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('migration 2 (two) failed at statement 2 of 2'),
      details: { version: 2, statement: 2 },
    });
    await migrate(database, [first, mended], silentLogger);
    const applied = await database.read(appliedMigrations(database));
    expect(applied.map(({ version, title }) => `${version} ${title}`)).toEqual(['1 one', '2 two']);
  });

  test('a migration that is added later is applied alone', async () => {
    await migrate(database, [first], silentLogger);
    await migrate(database, [first, mended], silentLogger);
    expect(await database.read(appliedMigrations(database))).toHaveLength(2);
  });
});

describe('parseMigration', () => {
  test('statements end with a semicolon at the end of a line, not with one in a text', () => {
    const { statements } = parseMigration(
      '0001_a.sql',
      "-- What; it is for.\n\nCREATE TABLE a (\n  x INT COMMENT 'one; two', -- three; four\n  y INT\n);\n\n-- More.\nSELECT 1;\n",
    );
    expect(statements).toEqual([
      "CREATE TABLE a (\n  x INT COMMENT 'one; two', -- three; four\n  y INT\n)",
      'SELECT 1',
    ]);
  });

  test('other line ends are not another migration', () => {
    const unix = parseMigration('0001_a.sql', 'SELECT 1;\nSELECT 2;\n');
    expect(parseMigration('0001_a.sql', 'SELECT 1;\r\nSELECT 2;\r\n')).toEqual(unix);
  });
});

test('both dialects have the same migrations, numbered from 1 without a gap', async () => {
  const titles = async (dialect: 'mysql' | 'sqlite') =>
    (await readMigrations(dialect)).map(({ version, title }) => `${version} ${title}`);
  const mysql = await titles('mysql');
  expect(await titles('sqlite')).toEqual(mysql);
  expect(mysql.map((title) => Number.parseInt(title, 10))).toEqual(mysql.map((_, index) => index + 1));
});
