import { DatabaseSync } from '@photostructure/sqlite';
import type { CompiledQuery } from 'kysely';
import type { SqlConnection, SqlValue } from '../database/sql-database.js';
import { fromSqliteError } from './sqlite-errors.js';
import { StatementCache } from './statement-cache.js';

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;

/** Multi-row statements come in twenty sizes for each of a dozen tables; the rest is for queries. */
const mostStatements = 300;

/**
 * One connection to a SQLite file. Statements are kept and used again: preparing anew each time grows memory
 * faster than it is collected.
 */
export class SqliteConnection implements SqlConnection {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #file: string;
  readonly #statements: StatementCache<Statement>;

  /** @throws {ForewarnError} `store-access-denied` when the file cannot be opened */
  constructor(file: string, options: { readonly readOnly: boolean }) {
    this.#file = file;
    // No busy time-out: SQLite would wait inside the call and stop the whole process.
    this.#database = this.#translated(
      () => new DatabaseSync(file, { readOnly: options.readOnly, timeout: 0 }),
    );
    this.#statements = new StatementCache((sql) => this.#database.prepare(sql), mostStatements);
  }

  query<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const values = query.parameters as readonly SqlValue[];
    return this.#settled(() => this.#statements.get(query.sql).all(...values.map(bindable)) as Row[]);
  }

  run(sql: string, values: readonly SqlValue[]): Promise<number> {
    return this.#settled(() => this.#statements.get(sql).run(...values.map(bindable)).changes);
  }

  runScript(sql: string): Promise<void> {
    return this.#settled(() => this.#database.exec(sql));
  }

  /** Runs SQL at once, outside the queue of transactions, with SQLite's own errors. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /**
   * Moves the log ahead into the file, so that the file alone holds everything. SQLite does this when the last connection is closed, but
   * the binding keeps a closed connection until its statements are collected.
   */
  foldLog(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // The log keeps what it has for whoever opens the file next.
    }
  }

  close(): void {
    this.#database.close();
  }

  async #settled<T>(call: () => T): Promise<T> {
    return this.#translated(call);
  }

  #translated<T>(call: () => T): T {
    try {
      return call();
    } catch (thrown) {
      throw fromSqliteError(thrown, this.#file);
    }
  }
}

/**
 * The binding takes a positive number below 2.2e-16 for the integer 0. As text it becomes the same double in a
 * REAL column.
 */
const bindable = (value: SqlValue): SqlValue =>
  typeof value === 'number' && value > 0 && value < Number.EPSILON ? String(value) : value;
