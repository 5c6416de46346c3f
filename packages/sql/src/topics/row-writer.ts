import type { CallOptions } from '@forewarn/core';
import type { SqlConnection } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import type { MigrationModule } from '../migration/migration-module.js';
import type { PrunableRows } from '../rows/prune-rows.js';

/** A value and the offset that it was read from. */
export interface TopicItem<T> {
  readonly offset: number;
  readonly value: T;
}

/** All that a domain brings to have the values of a topic stored: which rows they are, and in which tables. */
export interface RowWriter<T> {
  /** Of the tables that it writes. */
  readonly modules: readonly MigrationModule[];
  /**
   * Writes the rows of values that were not written before, in a transaction that is committed with the offset.
   * Rows must follow from the values alone and be keyed by them, so that writing a value again changes nothing.
   *
   * @param items  by offset, ascending; may be empty
   */
  write(
    connection: SqlConnection,
    dialect: SqlDialect,
    items: readonly TopicItem<T>[],
    options: CallOptions,
  ): Promise<void>;
  /** What pruning deletes; nothing when absent. */
  readonly prunable?: readonly PrunableRows[];
}
