import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOptions } from '@forewarn/core';
import type { HistoryTable } from '../schema/tables.js';
import { assertNotCancelled } from '../sql/cancellation.js';
import type { SqlDatabase } from '../sql/sql-database.js';

/** Rows a transaction: few enough that writers hardly wait. */
const chunkRows = 1_000;

const historyTables: readonly HistoryTable[] = ['dickey_fuller', 'aggregates', 'forecast', 'execution_time'];

/** Deletes history older than `beforeMs`. See `AnalysisWriter.prune`. */
export async function prune(
  database: SqlDatabase,
  beforeMs: number,
  options: CallOptions = {},
): Promise<number> {
  let deleted = 0;
  for (const table of historyTables) {
    for (let chunk = chunkRows; chunk === chunkRows; deleted += chunk) {
      assertNotCancelled(options.signal);
      chunk = await deleteChunk(database, table, beforeMs, options);
      await nextTurn();
    }
  }
  return deleted;
}

/** The aggregates have several rows a window; a chunk may end between them, the next one goes on. */
function deleteChunk(
  database: SqlDatabase,
  table: HistoryTable,
  beforeMs: number,
  options: CallOptions,
): Promise<number> {
  const old = `${table}.window_end_ms < ? AND ${table}.window_end_ms <> (SELECT s.window_end_ms FROM series s WHERE s.id = ${table}.series_id)`;
  const sql = database.dialect.hasDeleteLimit
    ? `DELETE FROM ${table} WHERE ${old} LIMIT ${chunkRows}`
    : `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${old} LIMIT ${chunkRows})`;
  return database.transaction((connection) => connection.run(sql, [beforeMs]), options);
}
