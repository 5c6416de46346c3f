import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ForewarnError, silentLogger } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SqlConnection, SqlDatabase } from '../database/sql-database.js';
import { SqliteDatabase } from '../sqlite/sqlite-database.js';
import { createSchema } from './create-schema.js';
import { migrate } from './migrate.js';
import { parseMigration, readModules } from './migration-files.js';
import type { MigrationModule } from './migration-module.js';

let folder: string;
let database: SqliteDatabase;
let module: MigrationModule;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-refused-'));
  database = new SqliteDatabase(join(folder, 'store.db'));
  module = { name: 'm', folder: pathToFileURL(`${join(folder, 'm')}/`) };
  await mkdir(join(folder, 'm', 'sqlite'), { recursive: true });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const write = (file: string, content: string) => writeFile(join(folder, 'm', 'sqlite', file), content);

describe('a migration that is refused', () => {
  test('is told with its statement up to sixty characters, and what to do', async () => {
    await write('0001_one.sql', `SELECT 1;\nCREATE TABEL t (${'x'.repeat(60)} INTEGER);\n`);
    const refused = createSchema(database, [module]).migrate();
    await expect(refused).rejects.toMatchObject({ cause: { code: 'internal' } });
    await expect(refused).rejects.toThrow(
      /^migration 1 \(one\) of m failed at statement 2 of 2, "CREATE TABEL t \(x{44}…": .* near "TABEL": syntax error; mend it and start again, the migration starts over$/,
    );
  });

  test('for it was changed after it was applied, is told with what to do', async () => {
    await write('0001_one.sql', 'SELECT 1;\n');
    await createSchema(database, [module]).migrate();
    await write('0001_one.sql', 'SELECT 2;\n');
    await expect(createSchema(database, [module]).check()).rejects.toThrow(
      'migration 1 (one) of m was changed after it was applied to this database; ' +
        'restore the file and put the change into a migration of its own',
    );
  });

  test.each(['store-unavailable', 'store-access-denied'] as const)(
    'by a database that is %s is told as that, for the migration is not to blame',
    async (code) => {
      const cause = new ForewarnError(code, 'just now');
      await expect(migrateOn(refusing(cause))).rejects.toBe(cause);
    },
  );

  test('for its data is the migration’s own failure', async () => {
    const refused = migrateOn(refusing(new ForewarnError('store-rejected', 'no')));
    await expect(refused).rejects.toMatchObject({ code: 'migration-failed' });
  });
});

test('a database that lacks migrations says which, and that they come', async () => {
  await write('0001_one.sql', 'SELECT 1;\n');
  await createSchema(database, [module]).migrate();
  await write('0002_two.sql', 'SELECT 1;\n');
  await write('0003_three.sql', 'SELECT 1;\n');
  await expect(createSchema(database, [module]).check()).rejects.toMatchObject({
    message:
      'the database lacks schema migrations of this program (m 2, m 3); they are applied when a service starts whose account ' +
      'may do so, or by the command "database migrate"',
    details: { missing: ['m 2', 'm 3'] },
  });
});

test('migrating ends between two migrations when its caller turns away', async () => {
  await write('0001_one.sql', 'SELECT 1;\n');
  await write('0002_two.sql', 'SELECT 1;\n');
  const caller = new AbortController();
  const told: unknown[] = [];
  const logger = {
    ...silentLogger,
    info(fields: object) {
      told.push(fields);
      caller.abort();
    },
  };
  const migrating = createSchema(database, [module], logger).migrate({ signal: caller.signal });
  await expect(migrating).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toEqual([{ module: 'm', version: 1, title: 'one' }]);
});

describe('the files of a module', () => {
  test('are those alone that are named like migrations, in the order of their numbers', async () => {
    for (const file of [
      '0002_b.sql',
      '0001_a.sql',
      'README.md',
      '0003_c.sql~',
      'x0004_d.sql',
      '005_e.sql',
      '0006-f.sql',
    ])
      await write(file, 'SELECT 1;\n');
    const [read] = await readModules([module], 'sqlite');
    expect(read?.migrations.map(({ version, title }) => [version, title])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test('that are not there are looked for in the folder that is named, with the cause', async () => {
    await rm(join(folder, 'm'), { recursive: true });
    await expect(readModules([module], 'mysql')).rejects.toMatchObject({
      message: `the migrations of m are not at ${join(folder, 'm')}/mysql/; build the package again`,
      cause: { code: 'ENOENT' },
    });
  });

  test('begin each statement behind the comments before it, and keep those within', () => {
    const { statements } = parseMigration(
      '0001_a.sql',
      '  \n-- One.\n  -- Two.\n\nA -- in\n  b  ;  \n\n;\n C',
    );
    expect(statements).toEqual(['A -- in\n  b', 'C']);
  });

  test('are known again by the SHA-256 of their text', () => {
    // printf 'SELECT 1;\n' | sha256sum
    expect(parseMigration('0001_a.sql', 'SELECT 1;\n').checksum).toBe(
      'b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd',
    );
  });
});

/** A database whose script is refused. */
function refusing(error: ForewarnError): Pick<SqlDatabase, 'dialect' | 'migrationTurn'> {
  const connection: SqlConnection = {
    query: async () => [],
    run: async () => 1,
    runScript: async (script) => {
      if (script === 'SELECT 1') throw error;
    },
  };
  return { dialect: database.dialect, migrationTurn: (work) => work(connection) };
}

const migrateOn = (on: Pick<SqlDatabase, 'dialect' | 'migrationTurn'>) =>
  migrate(
    on as SqlDatabase,
    [{ module, migrations: [parseMigration('0001_one.sql', 'SELECT 1;\n')] }],
    silentLogger,
  );
