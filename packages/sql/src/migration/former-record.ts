import type { SqlConnection } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import type { ModuleMigrations } from './migration-files.js';
import { appliedMigrations, recordMigration } from './migration-record.js';

/** The record from when one sequence numbered the migrations of all modules. */
const formerTable = 'schema_migration';

type FormerTables = {
  schema_migration: { version: number };
};

/**
 * Records as applied what the former record says was applied, for a migration may not be such that it can run again.
 * The former record itself is left as it is: programs that know it alone go on while this database is migrated.
 *
 * @returns whether anything was taken over
 */
export async function takeOverFormerRecord(
  connection: SqlConnection,
  dialect: SqlDialect,
  modules: readonly ModuleMigrations[],
): Promise<boolean> {
  if ((await connection.query(dialect.tableQuery(formerTable))).length === 0) return false;
  const former = new Set(await formerVersions(connection, dialect));
  const names = modules.map(({ module }) => module.name);
  const applied = await connection.query(appliedMigrations(dialect, names));
  const recorded = new Set(applied.map(({ module, version }) => `${module} ${version}`));
  const missing = modules.flatMap(({ module, migrations }) =>
    (module.formerVersions ?? []).flatMap((version, at) => {
      const migration = migrations[at];
      const isApplied =
        migration && former.has(version) && !recorded.has(`${module.name} ${migration.version}`);
      return isApplied ? [{ name: module.name, migration }] : [];
    }),
  );
  for (const { name, migration } of missing) await recordMigration(connection, name, migration);
  return missing.length > 0;
}

async function formerVersions(connection: SqlConnection, { queries }: SqlDialect): Promise<number[]> {
  const query = queries.withTables<FormerTables>().selectFrom(formerTable).select('version').compile();
  return (await connection.query(query)).map(({ version }) => version);
}
