import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { silentLogger } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteDatabase } from '../sqlite/sqlite-database.js';
import { consumerOffsetsModule } from '../topics/consumer-offsets.js';
import { createSchema } from './create-schema.js';
import { parseMigration } from './migration-files.js';
import type { MigrationModule } from './migration-module.js';
import { appliedMigrations } from './migration-record.js';

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

/** A module in files, which may be written again. */
async function moduleOf(
  name: string,
  files: Readonly<Record<string, string>>,
  needs: Partial<MigrationModule> = {},
): Promise<MigrationModule> {
  const own = join(folder, name, 'sqlite');
  await mkdir(own, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(own, file), content);
  return { name, folder: pathToFileURL(`${join(folder, name)}/`), ...needs };
}

const schemaOf = (...modules: readonly MigrationModule[]) => createSchema(database, modules, silentLogger);

const applied = async (...modules: readonly string[]) =>
  (await database.read(appliedMigrations(database.dialect, modules))).map(
    ({ module, version, title }) => `${module} ${version} ${title}`,
  );

const first = { '0001_one.sql': 'CREATE TABLE a (x INTEGER);\n' };
const broken = { '0002_two.sql': 'CREATE TABLE b (x INTEGER);\nCREATE TABEL c (x INTEGER);\n' };
const mended = { '0002_two.sql': 'CREATE TABLE b (x INTEGER);\nCREATE TABLE c (x INTEGER);\n' };

describe('migrating', () => {
  test('a migration that fails says at which statement, and starts over once it is mended', async () => {
    await expect(schemaOf(await moduleOf('m', { ...first, ...broken })).migrate()).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('migration 2 (two) of m failed at statement 2 of 2'),
      details: { module: 'm', version: 2, statement: 2 },
    });
    await schemaOf(await moduleOf('m', mended)).migrate();
    expect(await applied('m')).toEqual(['m 1 one', 'm 2 two']);
  });

  test('a migration that is added later is applied alone', async () => {
    await schemaOf(await moduleOf('m', first)).migrate();
    await schemaOf(await moduleOf('m', mended)).migrate();
    expect(await applied('m')).toEqual(['m 1 one', 'm 2 two']);
  });

  test('a program that knows fewer migrations than were applied goes on', async () => {
    const older = schemaOf(await moduleOf('m', first));
    await older.migrate();
    await schemaOf(await moduleOf('m', mended)).migrate();
    await older.check();
    await older.migrate();
    expect(await applied('m')).toEqual(['m 1 one', 'm 2 two']);
  });

  test('modules number their migrations apart, and each sees its own alone', async () => {
    const one = await moduleOf('one', { '0001_a.sql': 'CREATE TABLE a (x INTEGER);\n' });
    const two = await moduleOf('two', { '0001_b.sql': 'CREATE TABLE b (x INTEGER);\n' });
    await schemaOf(one).migrate();
    await schemaOf(one).check();
    await expect(schemaOf(two).check()).rejects.toMatchObject({
      code: 'store-unavailable',
      details: { missing: ['two 1'] },
    });
    await schemaOf(two).migrate();
    expect(await applied('one', 'two')).toEqual(['one 1 a', 'two 1 b']);
  });

  test('what a module requires is migrated before it, once', async () => {
    const base = await moduleOf('base', { '0001_a.sql': 'CREATE TABLE a (x INTEGER);\n' });
    const view = { '0001_b.sql': 'CREATE TABLE b AS SELECT x FROM a;\n' };
    const one = await moduleOf('one', view, { requires: [base] });
    await schemaOf(one, base).migrate();
    expect(await applied('base', 'one')).toEqual(['base 1 a', 'one 1 b']);
    await database.transaction((connection) =>
      connection.run('DELETE FROM module_migration WHERE module = ?', ['base']),
    );
    await expect(schemaOf(one).check()).rejects.toMatchObject({ details: { missing: ['base 1'] } });
  });

  test('a migration that is no longer what it was is refused', async () => {
    await schemaOf(await moduleOf('m', first)).migrate();
    const changed = schemaOf(await moduleOf('m', { '0001_one.sql': 'CREATE TABLE z (x INTEGER);\n' }));
    await expect(changed.check()).rejects.toMatchObject({ code: 'migration-failed' });
    await expect(changed.migrate()).rejects.toMatchObject({ code: 'migration-failed' });
  });
});

describe('the files of migrations', () => {
  test('are read once: a check asks the database alone', async () => {
    const schema = schemaOf(await moduleOf('m', first));
    await schema.migrate();
    await rm(join(folder, 'm'), { recursive: true });
    await schema.check();
    await schema.check();
  });

  test('that are missing are named, and looked for again', async () => {
    const module = { name: 'm', folder: pathToFileURL(`${join(folder, 'm')}/`) };
    const schema = schemaOf(module);
    await expect(schema.migrate()).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('the migrations of m are not at'),
    });
    await moduleOf('m', first);
    await schema.migrate();
    await schema.check();
  });

  test('hold statements that end with a semicolon at the end of a line, not with one in a text', () => {
    const { statements } = parseMigration(
      '0001_a.sql',
      "-- What; it is for.\n\nCREATE TABLE a (\n  x INT COMMENT 'one; two', -- three; four\n  y INT\n);\n\n-- More.\nSELECT 1;\n",
    );
    expect(statements).toEqual([
      "CREATE TABLE a (\n  x INT COMMENT 'one; two', -- three; four\n  y INT\n)",
      'SELECT 1',
    ]);
  });

  test('with other line ends are not other migrations', () => {
    const unix = parseMigration('0001_a.sql', 'SELECT 1;\nSELECT 2;\n');
    expect(parseMigration('0001_a.sql', 'SELECT 1;\r\nSELECT 2;\r\n')).toEqual(unix);
  });
});

test('every module has the same migrations in both dialects, numbered from 1 without a gap', async () => {
  const db = new URL('../', consumerOffsetsModule.folder);
  const modules = (await readdir(db, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  expect(modules.length).toBeGreaterThan(2);
  for (const { name } of modules) {
    const files = (await readdir(new URL(`${name}/mysql/`, db))).sort();
    expect((await readdir(new URL(`${name}/sqlite/`, db))).sort()).toEqual(files);
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  }
});
