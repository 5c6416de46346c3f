import type { CompiledQuery, Kysely } from 'kysely';

/** What an insert does when a row with the key exists. */
export interface OnConflict {
  readonly key: readonly string[];
  /** Columns that take the new values; the row stays as it is when there are none. */
  readonly update: readonly string[];
  /** Takes the new values only where this column's new value is not less than the old one. It must be among `update`. */
  readonly notOlderBy?: string;
}

/** Where the SQL of MySQL/MariaDB and of SQLite differs. */
export interface SqlDialect {
  /** Names the folder of a module's migrations. */
  readonly name: 'mysql' | 'sqlite';
  /** Builds queries; has no connection and runs none. Knows no tables: `withTables` adds those of a domain. */
  readonly queries: Kysely<unknown>;
  /** Whether rows are locked one by one, with `FOR UPDATE`. */
  readonly hasRowLocks: boolean;
  /** Whether `DELETE … LIMIT n` is understood. */
  readonly hasDeleteLimit: boolean;
  /** The end of an `INSERT … VALUES …`. */
  onConflict(conflict: OnConflict): string;
  /** The query that has one row if the database has the table, and none otherwise. */
  tableQuery(table: string): CompiledQuery<{ readonly name: string }>;
}
