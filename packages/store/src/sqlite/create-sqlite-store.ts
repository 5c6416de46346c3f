import { type Logger, silentLogger } from '@forewarn/core';
import { createSqlStore } from '../sql-store.js';
import type { Store } from '../store.js';
import { SqliteDatabase } from './sqlite-database.js';

/** Which SQLite file to use. */
export interface SqliteStoreOptions {
  /** Created when absent; its folder must exist. */
  readonly file: string;
  readonly logger?: Logger;
}

/**
 * A store in a SQLite file of this machine, for one process that writes. Opens the file at the first call.
 *
 * @example
 * const store = createSqliteStore({ file: './data/forewarn.db' });
 * await store.migrate();
 */
export const createSqliteStore = ({ file, logger = silentLogger }: SqliteStoreOptions): Store =>
  createSqlStore(new SqliteDatabase(file), logger);
