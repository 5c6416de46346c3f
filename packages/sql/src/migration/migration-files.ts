import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { ForewarnError } from '@forewarn/core';
import type { SqlDialect } from '../database/sql-dialect.js';
import type { MigrationModule } from './migration-module.js';

/** One numbered migration. */
export interface Migration {
  readonly version: number;
  readonly title: string;
  readonly statements: readonly string[];
  /** SHA-256 of the file, hexadecimal. */
  readonly checksum: string;
}

/** A module and its migrations in one dialect, oldest first. */
export interface ModuleMigrations {
  readonly module: MigrationModule;
  readonly migrations: readonly Migration[];
}

/**
 * Reads the files of some modules.
 *
 * @throws {ForewarnError} `migration-failed` when they are not there
 */
export const readModules = (
  modules: readonly MigrationModule[],
  dialect: SqlDialect['name'],
): Promise<readonly ModuleMigrations[]> =>
  Promise.all(modules.map(async (module) => ({ module, migrations: await readMigrations(module, dialect) })));

async function readMigrations(
  { name: module, folder: modules }: MigrationModule,
  dialect: SqlDialect['name'],
): Promise<readonly Migration[]> {
  const folder = new URL(`${dialect}/`, modules);
  try {
    const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
    return await Promise.all(
      names.map(async (name) => parseMigration(name, await readFile(new URL(name, folder), 'utf8'))),
    );
  } catch (cause) {
    throw new ForewarnError(
      'migration-failed',
      `the migrations of ${module} are not at ${folder.pathname}; build the package again`,
      { cause },
    );
  }
}

/**
 * A migration from its file's name and content. A statement ends with a semicolon at the end of a line. A file
 * that was checked out with other line ends is the same migration.
 */
export function parseMigration(name: string, content: string): Migration {
  const text = content.replaceAll('\r\n', '\n');
  const statements = text
    .split(/;\s*\n/)
    .map((statement) => statement.replace(/^(\s*--[^\n]*\n|\s+)+/, '').trim())
    .filter((statement) => statement !== '');
  return {
    version: Number(name.slice(0, 4)),
    title: name.slice(5, -'.sql'.length),
    statements,
    checksum: createHash('sha256').update(text).digest('hex'),
  };
}
