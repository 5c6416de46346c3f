import type { SqlDatabase } from '../database/sql-database.js';
import { SqliteDatabase } from './sqlite-database.js';

/** Which SQLite file to use. */
export interface SqliteOptions {
  /** Created when absent; its folder must exist. */
  readonly file: string;
}

/**
 * A SQLite file of this machine, for one process that writes. Opens the file at the first call.
 *
 * @example
 * const database = openSqlite({ file: './data/forewarn.db' });
 */
export const openSqlite = ({ file }: SqliteOptions): SqlDatabase => new SqliteDatabase(file);
