import type { Database } from '@forewarn/core';
import { afterEach, beforeEach } from 'vitest';

/** A database for one test, empty: not even migrated. */
export interface SqlTestDatabase<Store> {
  /** A store on it, as a process of its own would have. The suite closes it. */
  open(): Store;
  /** Runs SQL as a user of the database would; returns the rows of a query. */
  execute(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Removes it. */
  discard(): Promise<void>;
}

/** What a promise of a store is tested on: a database of its own, fresh for each test. */
export interface SqlStoreContext<Store> {
  readonly database: SqlTestDatabase<Store>;
  /** A migrated store on it. */
  readonly store: Store;
  /** Another store on it, as another process has; closed after the test. */
  open(): Store;
}

/** Makes the context of each test of the suite that is being described, and removes it. */
export function sqlStoreContext<Store extends Database>(
  createDatabase: () => Promise<SqlTestDatabase<Store>>,
): () => SqlStoreContext<Store> {
  let context: SqlStoreContext<Store>;
  let opened: Store[] = [];
  beforeEach(async () => {
    const database = await createDatabase();
    const open = () => {
      const store = database.open();
      opened.push(store);
      return store;
    };
    context = { database, open, store: open() };
    await context.store.migrate();
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    opened = [];
    await context.database.discard();
  });
  return () => context;
}

/** Tables, each with the columns that order its rows. */
export type TableOrder = Readonly<Record<string, string>>;

/** Every row of some tables, in order. */
export async function dumpTables(
  database: Pick<SqlTestDatabase<unknown>, 'execute'>,
  tables: TableOrder,
): Promise<Record<string, readonly Record<string, unknown>[]>> {
  const dump: Record<string, readonly Record<string, unknown>[]> = {};
  for (const [table, order] of Object.entries(tables)) {
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
