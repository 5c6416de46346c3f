import type { CompiledQuery } from 'kysely';
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { SqlConnection, SqlValue } from '../database/sql-database.js';
import { fromMysqlError } from './mysql-errors.js';

/** Bounds of one connection's statements. */
export interface MysqlConnectionOptions {
  readonly server: string;
  readonly statementTimeoutMs: number;
}

/**
 * One pooled connection. Values travel as prepared statements' parameters: mysql2 parses doubles from text with
 * an error in the last place, and exactly from the binary protocol.
 */
export class MysqlConnection implements SqlConnection {
  readonly #connection: PoolConnection;
  readonly #options: MysqlConnectionOptions;
  #isBroken = false;

  constructor(connection: PoolConnection, options: MysqlConnectionOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async query<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const values = query.parameters as readonly SqlValue[];
    const [rows] = await this.#timed(query.sql, (options) =>
      this.#connection.execute<RowDataPacket[]>({ ...options, values: [...values] }),
    );
    return rows as Row[];
  }

  async run(sql: string, values: readonly SqlValue[]): Promise<number> {
    const [header] = await this.#timed(sql, (options) =>
      this.#connection.execute<ResultSetHeader>({ ...options, values: [...values] }),
    );
    return header.affectedRows;
  }

  async runScript(sql: string): Promise<void> {
    await this.#timed(sql, (options) => this.#connection.query(options));
  }

  /** Gives the connection back, or closes it where its state is unknown. */
  release(): void {
    if (this.#isBroken) this.#connection.destroy();
    else this.#connection.release();
  }

  /** Marks a connection whose transaction may still be open, so that it is closed, not used again. */
  distrust(): void {
    this.#isBroken = true;
  }

  /** A statement that took too long is still running on the server: only closing the connection ends it. */
  async #timed<T>(sql: string, call: (options: { sql: string; timeout: number }) => Promise<T>): Promise<T> {
    try {
      return await call({ sql, timeout: this.#options.statementTimeoutMs });
    } catch (thrown) {
      const error = fromMysqlError(thrown, this.#options.server);
      if (error.code === 'store-unavailable' || error.code === 'internal') this.distrust();
      throw error;
    }
  }
}
