import type { CallOptions } from '@forewarn/core';
import type { CompiledQuery } from 'kysely';
import type { SqlDialect } from './sql-dialect.js';

/** What a statement's placeholders take. */
export type SqlValue = number | string | Uint8Array | null;

/** A connection inside a transaction. Failures are `ForewarnError`s. */
export interface SqlConnection {
  /** The rows of a query that kysely built. */
  query<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Runs a statement with placeholders; returns how many rows it changed. */
  run(sql: string, values: readonly SqlValue[]): Promise<number>;
  /** Runs a statement of a migration, which not every server can prepare. */
  runScript(sql: string): Promise<void>;
}

/** The few things that MySQL and SQLite do differently: connections, transactions, locks. */
export interface SqlDatabase {
  readonly dialect: SqlDialect;
  /** Reads outside a transaction; does not wait for writers. */
  read<Row>(query: CompiledQuery<Row>, options?: CallOptions): Promise<Row[]>;
  /** Commits when `work` resolves; rolls back when it rejects or the call was cancelled. */
  transaction<T>(work: (connection: SqlConnection) => Promise<T>, options?: CallOptions): Promise<T>;
  /** Runs `work` while no other process does; what it did may stand when it rejects. */
  migrationTurn<T>(work: (connection: SqlConnection) => Promise<T>, options?: CallOptions): Promise<T>;
  /**
   * Resolves when rows can be written, as far as can be told without writing any.
   * @throws {ForewarnError} `store-unavailable` with the reason: read-only, or the last write found no room
   */
  checkWritable(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}
