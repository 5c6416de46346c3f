import type { Store } from './store.js';

/** A database for one test, empty: not even migrated. */
export interface StoreTestDatabase {
  /** A store on it, as a process of its own would have. The suite closes it. */
  open(): Store;
  /** Runs SQL as a user of the database would; returns the rows of a query. */
  execute(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Removes it. */
  discard(): Promise<void>;
}

/** The tables, each with the columns that order its rows. */
const tableOrder: Readonly<Record<string, string>> = {
  series: 'id',
  dickey_fuller: 'series_id, window_end_ms',
  aggregates: 'series_id, window_end_ms, bin_index',
  forecast: 'series_id, window_end_ms',
  execution_time: 'series_id, window_end_ms',
  hodrick_prescott_window: 'series_id',
  autocorrelation_window: 'series_id',
  decomposition_window: 'series_id',
  consumer_offset: 'consumer_group, topic, partition_number',
  sla: 'name',
  objective: 'sla_name, objective_index',
};

/**
 * Every row of every table that the store writes, in the order of their keys.
 *
 * @param except  tables to leave out
 */
export async function dumpTables(
  database: StoreTestDatabase,
  except: readonly string[] = [],
): Promise<Record<string, readonly Record<string, unknown>[]>> {
  const dump: Record<string, readonly Record<string, unknown>[]> = {};
  for (const [table, order] of Object.entries(tableOrder)) {
    if (except.includes(table)) continue;
    const rows = await database.execute(`SELECT * FROM ${table} ORDER BY ${order}`);
    dump[table] = rows.map(comparableRow);
  }
  return dump;
}

/** Drivers differ in how they give bytes. */
const comparableRow = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );
