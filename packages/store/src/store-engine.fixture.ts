import type { SqlDatabase } from '@forewarn/sql';
import type { SqlTestDatabase } from '@forewarn/testkit';

/** A database of an engine for one test, empty. */
export type StoreEngineDatabase = SqlTestDatabase<SqlDatabase>;

/** What the stores are tested on. */
export interface StoreEngine {
  readonly name: string;
  /** Of its migrations. */
  readonly folder: 'mysql' | 'sqlite';
  createDatabase(): Promise<StoreEngineDatabase>;
  /** Queries for all that there is to know about the tables and views, each row with its `table_name`. */
  readonly schemaQueries: readonly string[];
}
