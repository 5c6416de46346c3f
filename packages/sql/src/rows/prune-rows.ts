import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOptions } from '@forewarn/core';
import { assertNotCancelled } from '../database/cancellation.js';
import type { SqlDatabase } from '../database/sql-database.js';

/** Rows a transaction: few enough that writers hardly wait. */
const chunkRows = 1_000;

/** Rows of a table that may be deleted once they are old. */
export interface PrunableRows {
  readonly table: string;
  /** A condition on the table's rows in which `?`, once, is the time in epoch milliseconds before which rows are old. */
  readonly isOld: string;
}

/**
 * Deletes old rows, table by table, in transactions of at most 1,000 rows.
 *
 * @param beforeMs  epoch milliseconds
 * @returns         how many rows were deleted
 * @throws          {ForewarnError} `cancelled` between two transactions; what was deleted stays deleted
 */
export async function pruneRows(
  database: SqlDatabase,
  prunable: readonly PrunableRows[],
  beforeMs: number,
  options: CallOptions = {},
): Promise<number> {
  assertNotCancelled(options.signal);
  let deleted = 0;
  for (const rows of prunable) {
    for (let chunk = chunkRows; chunk === chunkRows; deleted += chunk) {
      chunk = await deleteChunk(database, rows, beforeMs, options);
      await nextTurn();
      assertNotCancelled(options.signal);
    }
  }
  return deleted;
}

function deleteChunk(
  database: SqlDatabase,
  { table, isOld }: PrunableRows,
  beforeMs: number,
  options: CallOptions,
): Promise<number> {
  const sql = database.dialect.hasDeleteLimit
    ? `DELETE FROM ${table} WHERE ${isOld} LIMIT ${chunkRows}`
    : `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${isOld} LIMIT ${chunkRows})`;
  return database.transaction((connection) => connection.run(sql, [beforeMs]), options);
}
