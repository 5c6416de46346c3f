import { type CallOptions, ForewarnError, type Logger } from '@forewarn/core';
import { assertNotCancelled } from '../sql/cancellation.js';
import type { SqlConnection, SqlDatabase } from '../sql/sql-database.js';
import type { Migration } from './migration-files.js';
import { assertNotNewer, missingMigrations } from './schema-version.js';

/** The record of what was applied. */
const recordTable = `CREATE TABLE IF NOT EXISTS schema_migration (
  version INTEGER NOT NULL PRIMARY KEY,
  title VARCHAR(255) NOT NULL,
  checksum CHAR(64) NOT NULL,
  applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)`;

/**
 * Applies the migrations that are missing, while other processes that want the same wait.
 * MySQL commits each statement by itself: a migration that fails half way is not recorded, and starts over with the
 * next call, which is why its statements must be such that they can run again.
 *
 * @throws {ForewarnError} `migration-failed` naming the migration and statement, or what was changed or is too new
 */
export function migrate(
  database: SqlDatabase,
  migrations: readonly Migration[],
  logger: Logger,
  options: CallOptions = {},
): Promise<void> {
  return database.migrationTurn(async (connection) => {
    await connection.runScript(recordTable);
    const applied = await connection.query(appliedMigrations(database));
    assertNotNewer(migrations, applied);
    for (const migration of missingMigrations(migrations, applied)) {
      assertNotCancelled(options.signal);
      await apply(connection, migration);
      logger.info({ version: migration.version, title: migration.title }, 'applied a schema migration');
    }
  }, options);
}

/** The query for what was applied, oldest first. */
export const appliedMigrations = (database: SqlDatabase) =>
  database.dialect.queries
    .selectFrom('schema_migration')
    .select(['version', 'title', 'checksum'])
    .orderBy('version')
    .compile();

async function apply(connection: SqlConnection, migration: Migration): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    try {
      await connection.runScript(statement);
    } catch (cause) {
      throw failedStatement(migration, index, ForewarnError.from(cause));
    }
  }
  await connection.run('INSERT INTO schema_migration (version, title, checksum) VALUES (?, ?, ?)', [
    migration.version,
    migration.title,
    migration.checksum,
  ]);
}

function failedStatement(migration: Migration, index: number, cause: ForewarnError): ForewarnError {
  if (cause.retryable || cause.code === 'store-access-denied') return cause;
  const statement = migration.statements[index] ?? '';
  return new ForewarnError(
    'migration-failed',
    `migration ${migration.version} (${migration.title}) failed at statement ${index + 1} of ${migration.statements.length}, ` +
      `"${statement.slice(0, 60)}…": ${cause.message}; mend it and start again, the migration starts over`,
    { details: { version: migration.version, statement: index + 1 }, cause },
  );
}
