import { ForewarnError } from '@forewarn/core';
import type { Migration, ModuleMigrations } from './migration-files.js';
import type { AppliedMigration } from './migration-record.js';

/** A migration and the name of its module. */
export interface NamedMigration {
  readonly module: string;
  readonly migration: Migration;
}

/**
 * The migrations that the database lacks, in order. What it has beyond them is a newer program's: a schema that only
 * grows serves both, so that the two can run side by side.
 *
 * @throws {ForewarnError} `migration-failed` when one that was applied has changed since
 */
export function missingMigrations(
  modules: readonly ModuleMigrations[],
  applied: readonly AppliedMigration[],
): readonly NamedMigration[] {
  const checksums = new Map(
    applied.map(({ module, version, checksum }) => [`${module} ${version}`, checksum]),
  );
  const known = modules.flatMap(({ module, migrations }) =>
    migrations.map((migration) => ({ module: module.name, migration })),
  );
  return known.filter(({ module, migration }) => {
    const checksum = checksums.get(`${module} ${migration.version}`);
    if (checksum !== undefined && checksum !== migration.checksum) throw changed(module, migration);
    return checksum === undefined;
  });
}

/** How migrations are named to people. */
export const namesOf = (migrations: readonly NamedMigration[]): readonly string[] =>
  migrations.map(({ module, migration }) => `${module} ${migration.version}`);

const changed = (module: string, { version, title }: Migration): ForewarnError =>
  new ForewarnError(
    'migration-failed',
    `migration ${version} (${title}) of ${module} was changed after it was applied to this database; ` +
      'restore the file and put the change into a migration of its own',
    { details: { module, version } },
  );

/**
 * @throws {ForewarnError} `migration-failed` for a schema that was changed, `store-unavailable` for one that waits
 * for migrations
 */
export function assertCurrent(
  modules: readonly ModuleMigrations[],
  applied: readonly AppliedMigration[],
): void {
  const missing = missingMigrations(modules, applied);
  if (missing.length === 0) return;
  throw new ForewarnError(
    'store-unavailable',
    `the database lacks schema migrations of this program (${namesOf(missing).join(', ')}); they are applied when a service starts whose account ` +
      'may do so, or by the command "database migrate"',
    { details: { missing: namesOf(missing) } },
  );
}
