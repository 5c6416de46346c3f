import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recordingLogger } from '@forewarn/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../sqlite/open-sqlite.js';
import { createSchema } from './create-schema.js';
import type { MigrationModule } from './migration-module.js';
import { appliedMigrations } from './migration-record.js';

let folder: string;
let database: ReturnType<typeof openSqlite>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-former-'));
  database = openSqlite({ file: join(folder, 'store.db') });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** A module of two migrations, each of which cannot run twice, for versions that one sequence numbered before. */
async function moduleOf(name: string, formerVersions?: readonly number[]): Promise<MigrationModule> {
  const own = join(folder, name, 'sqlite');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, '0001_one.sql'), `CREATE TABLE ${name}_one (x INTEGER);\n`);
  await writeFile(join(own, '0002_two.sql'), `CREATE TABLE ${name}_two (x INTEGER);\n`);
  return { name, folder: pathToFileURL(`${join(folder, name)}/`), ...(formerVersions && { formerVersions }) };
}

/** Makes the record of before, with versions and the tables that they made. */
const recordFormer = (made: Readonly<Record<number, string>>) =>
  database.migrationTurn(async (connection) => {
    await connection.runScript('CREATE TABLE schema_migration (version INTEGER PRIMARY KEY)');
    for (const [version, table] of Object.entries(made)) {
      await connection.runScript(`CREATE TABLE ${table} (x INTEGER)`);
      await connection.run('INSERT INTO schema_migration (version) VALUES (?)', [Number(version)]);
    }
  });

async function migrate(...modules: readonly MigrationModule[]): Promise<string[]> {
  const logger = recordingLogger();
  await createSchema(database, modules, logger).migrate();
  return logger.lines.map(({ level, message, fields }) =>
    [level, message, ...Object.values(fields)].join(' '),
  );
}

const recorded = async (...modules: readonly string[]) =>
  (await database.read(appliedMigrations(database.dialect, modules))).map(
    ({ module, version, title, checksum }) => `${module} ${version} ${title} ${checksum.length}`,
  );

const applied = (module: string, version: number, title: string) =>
  `info applied a schema migration ${module} ${version} ${title}`;
const tookOver = 'info took over the schema of a version before this one';

describe('a database that one sequence of migrations made', () => {
  test('is taken over by each module, which goes on behind what was applied of its own', async () => {
    await recordFormer({ 1: 'a_one', 2: 'b_one', 4: 'a_two' });
    const modules = [await moduleOf('a', [1, 4]), await moduleOf('b', [2, 3])];
    expect(await migrate(...modules)).toEqual([tookOver, applied('b', 2, 'two')]);
    expect(await recorded('a', 'b')).toEqual(['a 1 one 64', 'a 2 two 64', 'b 1 one 64', 'b 2 two 64']);
    await createSchema(database, modules).check();
  });

  test('is taken over once', async () => {
    await recordFormer({ 1: 'a_one', 4: 'a_two' });
    const module = await moduleOf('a', [1, 4]);
    expect(await migrate(module)).toEqual([tookOver]);
    expect(await migrate(module)).toEqual([]);
  });

  test('is taken over for the rest where a part of it is recorded already', async () => {
    await recordFormer({ 1: 'a_one' });
    const module = await moduleOf('a', [1, 4]);
    await migrate(module);
    await database.migrationTurn((connection) =>
      connection.run('INSERT INTO schema_migration (version) VALUES (4)', []),
    );
    expect(await migrate(module)).toEqual([]);
    await database.migrationTurn((connection) =>
      connection.run('DELETE FROM module_migration WHERE version = 2', []),
    );
    expect(await migrate(module)).toEqual([tookOver]);
  });

  test('keeps its own record as it was, for programs that know that alone', async () => {
    await recordFormer({ 1: 'a_one' });
    await migrate(await moduleOf('a', [1, 4]));
    const query = sql<{ version: number }>`SELECT version FROM schema_migration`.compile(
      database.dialect.queries,
    );
    expect(await database.read(query)).toEqual([{ version: 1 }]);
  });

  test('is not taken over by a module that is newer than it', async () => {
    await recordFormer({ 1: 'x' });
    expect(await migrate(await moduleOf('n'))).toEqual([applied('n', 1, 'one'), applied('n', 2, 'two')]);
  });

  test('may have versions of which a module no longer has the file', async () => {
    await recordFormer({ 1: 'a_one', 2: 'a_two', 3: 'a_three' });
    expect(await migrate(await moduleOf('a', [1, 2, 3]))).toEqual([tookOver]);
    expect(await recorded('a')).toHaveLength(2);
  });
});

test('a database without a record of before is made anew, and each migration is told', async () => {
  expect(await migrate(await moduleOf('a', [1, 4]))).toEqual([
    applied('a', 1, 'one'),
    applied('a', 2, 'two'),
  ]);
});
