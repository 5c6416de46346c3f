import { createHash } from 'node:crypto';
import { type CallOptions, ForewarnError, type Logger } from '@forewarn/core';
import { type CompiledQuery, sql } from 'kysely';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { assertNotCancelled } from '../database/cancellation.js';
import { LastWrite } from '../database/last-write.js';
import type { SqlConnection, SqlDatabase } from '../database/sql-database.js';
import { timedWait } from '../database/timed-wait.js';
import { assertWritableSession } from './assert-writable-session.js';
import { MysqlConnection } from './mysql-connection.js';
import { createMysqlDialect } from './mysql-dialect.js';
import { fromMysqlError, isLostConnection, isWriteRefusal } from './mysql-errors.js';
import type { LoginFacts } from './mysql-tls-faults.js';

const acquireTimeoutMs = 15_000;
const statementTimeoutMs = 30_000;
const migrationStatementTimeoutMs = 600_000;
const migrationTurnMs = 120_000;
const closeTimeoutMs = 5_000;

/** Set on each new connection: nothing of the server's own settings may change what is stored or read. */
const sessionSettings = [
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 10",
  // Without gap locks: writers of different partitions do not wait for each other.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

/** MySQL or MariaDB behind a mysql2 pool. */
export class MysqlDatabase implements SqlDatabase {
  readonly dialect = createMysqlDialect();
  readonly #pool: Pool;
  readonly #server: string;
  readonly #logger: Logger;
  readonly #login: LoginFacts;
  readonly #prepared = new WeakSet<object>();
  readonly #lastWrite = new LastWrite(isWriteRefusal);
  #isClosed = false;

  /**
   * @param server  `host:port/database`, for messages and the migration lock
   * @param login   how the pool connects, for messages
   */
  constructor(pool: Pool, server: string, logger: Logger, login: LoginFacts = { tls: false }) {
    this.#pool = pool;
    this.#server = server;
    this.#logger = logger;
    this.#login = login;
  }

  /** A connection that was lost while nobody used it is found out by using it: what only reads is then asked once more, of another. */
  async read<Row>(query: CompiledQuery<Row>, options: CallOptions = {}): Promise<Row[]> {
    let wasLost = false;
    const ask = () =>
      this.#withConnection(async (connection) => {
        try {
          return await connection.query(query);
        } catch (error) {
          wasLost = isLostConnection(error);
          throw error;
        }
      }, options);
    try {
      return await ask();
    } catch (error) {
      if (!wasLost || options.signal?.aborted) throw error;
      return await ask();
    }
  }

  transaction<T>(work: (connection: SqlConnection) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return this.#lastWrite.watch((seen) =>
      this.#withConnection(
        (connection) => this.#transact(connection, () => work(seen(connection)), options),
        options,
      ),
    );
  }

  async #transact<T>(
    connection: MysqlConnection,
    work: () => Promise<T>,
    { signal }: CallOptions,
  ): Promise<T> {
    await connection.runScript('START TRANSACTION');
    try {
      const result = await work();
      assertNotCancelled(signal);
      await connection.runScript('COMMIT');
      return result;
    } catch (error) {
      await this.#rollBack(connection);
      throw error;
    }
  }

  checkWritable(options: CallOptions = {}): Promise<void> {
    return this.#withConnection(async (connection) => {
      this.#lastWrite.assertTaken();
      await assertWritableSession(connection, this.dialect, this.#server);
    }, options);
  }

  async #rollBack(connection: MysqlConnection): Promise<void> {
    try {
      await connection.runScript('ROLLBACK');
    } catch (error) {
      connection.distrust();
      this.#logger.debug(
        { error, server: this.#server },
        'a rollback failed; the connection is closed instead',
      );
    }
  }

  migrationTurn<T>(work: (connection: SqlConnection) => Promise<T>, options: CallOptions = {}): Promise<T> {
    const database = this.#server.slice(this.#server.indexOf('/') + 1);
    const lock = `forewarn-${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
    return this.#withConnection(
      async (connection) => {
        await this.#takeLock(connection, lock, options.signal);
        try {
          return await work(connection);
        } finally {
          // Closing the connection frees the lock whatever state the statements left it in.
          connection.distrust();
        }
      },
      options,
      migrationStatementTimeoutMs,
    );
  }

  async #takeLock(connection: SqlConnection, lock: string, signal: AbortSignal | undefined): Promise<void> {
    const deadline = Date.now() + migrationTurnMs;
    while (Date.now() < deadline) {
      assertNotCancelled(signal);
      const query = sql<{ held: number | null }>`SELECT GET_LOCK(${lock}, 1) AS held`.compile(
        this.dialect.queries,
      );
      const [row] = await connection.query(query);
      if (row?.held === 1) return;
    }
    throw new ForewarnError(
      'store-unavailable',
      `another process has been migrating ${this.#server} for ${migrationTurnMs / 1000} s; try again when it is done`,
    );
  }

  async #withConnection<T>(
    work: (connection: MysqlConnection) => Promise<T>,
    { signal }: CallOptions,
    timeoutMs = statementTimeoutMs,
  ): Promise<T> {
    const pooled = await this.#acquire(signal);
    const connection = new MysqlConnection(pooled, { server: this.#server, statementTimeoutMs: timeoutMs });
    try {
      await this.#prepare(pooled, connection);
      assertNotCancelled(signal);
      return await work(connection);
    } finally {
      connection.release();
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<PoolConnection> {
    if (this.#isClosed) {
      throw new ForewarnError('store-unavailable', `the store ${this.#server} was closed`);
    }
    const pending = this.#pool.getConnection();
    const tooLate = `no connection to ${this.#server} became free in ${acquireTimeoutMs / 1000} s; raise the pool size or ease the load`;
    try {
      return await timedWait(pending, acquireTimeoutMs, tooLate, signal);
    } catch (thrown) {
      pending.then(
        (late) => late.release(),
        () => {},
      );
      throw fromMysqlError(thrown, this.#server, this.#login);
    }
  }

  async #prepare(pooled: PoolConnection, connection: MysqlConnection): Promise<void> {
    const session = pooled.connection;
    if (this.#prepared.has(session)) return;
    try {
      for (const statement of sessionSettings) await connection.runScript(statement);
    } catch (error) {
      connection.distrust();
      throw error;
    }
    this.#prepared.add(session);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await timedWait(
        this.#pool.end(),
        closeTimeoutMs,
        `the connections to ${this.#server} did not close in time`,
      );
    } catch (error) {
      this.#logger.warn({ error, server: this.#server }, 'the connection pool did not close cleanly');
    }
  }
}
