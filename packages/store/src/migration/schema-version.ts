import { ForewarnError } from '@forewarn/core';
import type { SchemaMigrationTable } from '../schema/tables.js';
import type { Migration } from './migration-files.js';

/**
 * The migrations that the database lacks.
 *
 * @throws {ForewarnError} `migration-failed` when one that was applied has changed since
 */
export function missingMigrations(
  migrations: readonly Migration[],
  applied: readonly SchemaMigrationTable[],
): readonly Migration[] {
  const checksums = new Map(applied.map(({ version, checksum }) => [version, checksum]));
  for (const { version, title, checksum } of migrations) {
    const known = checksums.get(version);
    if (known === undefined || known === checksum) continue;
    throw new ForewarnError(
      'migration-failed',
      `migration ${version} (${title}) was changed after it was applied to this database; ` +
        'restore the file and put the change into a migration of its own',
      { details: { version } },
    );
  }
  return migrations.filter(({ version }) => !checksums.has(version));
}

/** @throws {ForewarnError} `migration-failed` when the database has a migration that this program does not know */
export function assertNotNewer(
  migrations: readonly Migration[],
  applied: readonly SchemaMigrationTable[],
): void {
  const known = new Set(migrations.map(({ version }) => version));
  const unknown = applied.find(({ version }) => !known.has(version));
  if (unknown === undefined) return;
  throw new ForewarnError(
    'migration-failed',
    `the database has migration ${unknown.version} (${unknown.title}), which this program does not know; ` +
      'start the newer program that applied it',
    { details: { version: unknown.version } },
  );
}

/**
 * @throws {ForewarnError} `migration-failed` for a schema that is newer or was changed, `store-unavailable` for one
 * that waits for migrations
 */
export function assertCurrent(
  migrations: readonly Migration[],
  applied: readonly SchemaMigrationTable[],
): void {
  assertNotNewer(migrations, applied);
  const missing = missingMigrations(migrations, applied);
  if (missing.length === 0) return;
  throw new ForewarnError(
    'store-unavailable',
    `the database lacks ${missing.length} schema migrations of this program; they are applied when the storage service starts`,
    { details: { missing: missing.map(({ version }) => String(version)) } },
  );
}
