import { type DatabaseSchema, type Logger, silentLogger } from '@forewarn/core';
import type { SqlDatabase } from '../database/sql-database.js';
import { bringUpToDate } from './bring-up-to-date.js';
import { type ModuleMigrations, readModules } from './migration-files.js';
import { type MigrationModule, withRequired } from './migration-module.js';
import { appliedMigrations } from './migration-record.js';
import { assertCurrent } from './schema-version.js';

/**
 * Migrates and checks the tables of some modules, and of those that they require; what else the database has does not matter.
 * The files are read at the first call and kept: a check asks the database and nothing else.
 */
export function createSchema(
  database: SqlDatabase,
  modules: readonly MigrationModule[],
  logger: Logger = silentLogger,
): DatabaseSchema {
  const all = withRequired(modules);
  const names = all.map(({ name }) => name);
  let reading: Promise<readonly ModuleMigrations[]> | undefined;
  const read = () => {
    reading ??= readModules(all, database.dialect.name).catch((error) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
  return {
    migrate: async (options) => bringUpToDate(database, await read(), logger, options),
    async check(options) {
      assertCurrent(await read(), await database.read(appliedMigrations(database.dialect, names), options));
      if (options?.forWriting) await database.checkWritable(options);
    },
  };
}
