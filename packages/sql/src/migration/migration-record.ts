import type { SqlConnection } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import type { Migration } from './migration-files.js';

/** What is recorded of a migration that was applied. */
export interface AppliedMigration {
  module: string;
  version: number;
  title: string;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string;
}

/** The table of what was applied. */
export const recordName = 'module_migration';

/** The record of what was applied. Of the same name and form in every database, whatever modules it has. */
export const recordTable = `CREATE TABLE IF NOT EXISTS module_migration (
  module VARCHAR(63) NOT NULL,
  version INTEGER NOT NULL,
  title VARCHAR(255) NOT NULL,
  checksum CHAR(64) NOT NULL,
  applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (module, version)
)`;

/** The query for what was applied of some modules, oldest first. */
export const appliedMigrations = ({ queries }: SqlDialect, modules: readonly string[]) =>
  queries
    .withTables<{ module_migration: AppliedMigration }>()
    .selectFrom('module_migration')
    .select(['module', 'version', 'title', 'checksum'])
    .where('module', 'in', [...modules])
    .orderBy('module')
    .orderBy('version')
    .compile();

/** Records that a migration was applied. */
export async function recordMigration(
  connection: SqlConnection,
  module: string,
  { version, title, checksum }: Migration,
): Promise<void> {
  await connection.run(
    'INSERT INTO module_migration (module, version, title, checksum) VALUES (?, ?, ?, ?)',
    [module, version, title, checksum],
  );
}
