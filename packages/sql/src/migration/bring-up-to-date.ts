import { type CallOptions, ForewarnError, type Logger } from '@forewarn/core';
import type { SqlDatabase } from '../database/sql-database.js';
import { migrate } from './migrate.js';
import type { ModuleMigrations } from './migration-files.js';
import { appliedMigrations, recordName } from './migration-record.js';
import { missingMigrations, type NamedMigration, namesOf } from './schema-version.js';

/**
 * Applies the migrations that are missing, and asks for no rights where none is: an account that may not change the schema goes on with one
 * that is up to date, and waits for one that is not.
 *
 * @param modules  in the order in which they are migrated
 * @throws {ForewarnError} `migration-failed`; `store-unavailable` when this account may not apply what is missing
 */
export async function bringUpToDate(
  database: SqlDatabase,
  modules: readonly ModuleMigrations[],
  logger: Logger,
  options: CallOptions = {},
): Promise<void> {
  const missing = await missingNow(database, modules, options);
  if (missing.length === 0) return;
  try {
    await migrate(database, modules, logger, options);
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    throw error.code === 'store-access-denied' ? notAllowed(missing, error) : error;
  }
}

async function missingNow(
  database: SqlDatabase,
  modules: readonly ModuleMigrations[],
  options: CallOptions,
): Promise<readonly NamedMigration[]> {
  const { dialect } = database;
  // Servers do not show tables to accounts without any right to them.
  const [record] = await database.read(dialect.tableQuery(recordName), options);
  if (record === undefined) return missingMigrations(modules, []);
  const names = modules.map(({ module }) => module.name);
  return missingMigrations(modules, await database.read(appliedMigrations(dialect, names), options));
}

const notAllowed = (missing: readonly NamedMigration[], cause: ForewarnError): ForewarnError =>
  new ForewarnError(
    'store-unavailable',
    `the database lacks schema migrations (${namesOf(missing).join(', ')}), or does not show this account that it has them; this account may not ` +
      'apply them: apply them by the command "database migrate" with an account that may, then grant each service what is in db/accounts.sql ' +
      `(${cause.message})`,
    { details: { missing: namesOf(missing) }, cause },
  );
