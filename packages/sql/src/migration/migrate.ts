import { type CallOptions, ForewarnError, type Logger } from '@forewarn/core';
import { assertNotCancelled } from '../database/cancellation.js';
import type { SqlConnection, SqlDatabase } from '../database/sql-database.js';
import { takeOverFormerRecord } from './former-record.js';
import type { Migration, ModuleMigrations } from './migration-files.js';
import { appliedMigrations, recordMigration, recordTable } from './migration-record.js';
import { missingMigrations } from './schema-version.js';

/**
 * Applies the migrations that are missing, while other processes that want the same wait.
 * MySQL commits each statement by itself: a migration that fails half way is not recorded, and starts over with the
 * next call, which is why its statements must be such that they can run again.
 *
 * @param modules  in the order in which they are migrated
 * @throws {ForewarnError} `migration-failed` naming the migration and statement, or what was changed
 */
export function migrate(
  database: SqlDatabase,
  modules: readonly ModuleMigrations[],
  logger: Logger,
  options: CallOptions = {},
): Promise<void> {
  const { dialect } = database;
  return database.migrationTurn(async (connection) => {
    await connection.runScript(recordTable);
    const isTakenOver = await takeOverFormerRecord(connection, dialect, modules);
    if (isTakenOver) logger.info({}, 'took over the schema of a version before this one');
    const names = modules.map(({ module }) => module.name);
    const applied = await connection.query(appliedMigrations(dialect, names));
    for (const { module, migration } of missingMigrations(modules, applied)) {
      assertNotCancelled(options.signal);
      await apply(connection, module, migration);
      const { version, title } = migration;
      logger.info({ module, version, title }, 'applied a schema migration');
    }
  }, options);
}

async function apply(connection: SqlConnection, module: string, migration: Migration): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    try {
      await connection.runScript(statement);
    } catch (cause) {
      throw failedStatement(module, migration, index, ForewarnError.from(cause));
    }
  }
  await recordMigration(connection, module, migration);
}

function failedStatement(
  module: string,
  { version, title, statements }: Migration,
  index: number,
  cause: ForewarnError,
): ForewarnError {
  if (cause.retryable || cause.code === 'store-access-denied') return cause;
  const statement = statements[index] ?? '';
  return new ForewarnError(
    'migration-failed',
    `migration ${version} (${title}) of ${module} failed at statement ${index + 1} of ${statements.length}, ` +
      `"${statement.slice(0, 60)}…": ${cause.message}; mend it and start again, the migration starts over`,
    { details: { module, version, statement: index + 1 }, cause },
  );
}
