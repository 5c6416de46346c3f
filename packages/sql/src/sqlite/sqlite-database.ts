import { type CallOptions, ForewarnError, retried } from '@forewarn/core';
import type { CompiledQuery } from 'kysely';
import { assertNotCancelled } from '../database/cancellation.js';
import { LastWrite } from '../database/last-write.js';
import type { SqlConnection, SqlDatabase } from '../database/sql-database.js';
import { assertWritableFile } from './assert-writable-file.js';
import { SqliteConnection } from './sqlite-connection.js';
import { createSqliteDialect } from './sqlite-dialect.js';
import { fromSqliteError, isBusy, isWriteRefusal } from './sqlite-errors.js';
import { TurnQueue } from './turn-queue.js';

const lockTimeoutMs = 15_000;
const migrationTurnMs = 120_000;
const backoff = { firstMs: 2, longestMs: 50 };

interface Connections {
  readonly writer: SqliteConnection;
  readonly reader: SqliteConnection;
}

/** A SQLite file with one connection that writes and one that reads. Opened at the first call. */
export class SqliteDatabase implements SqlDatabase {
  readonly dialect = createSqliteDialect();
  readonly #file: string;
  readonly #turns = new TurnQueue(1_000);
  readonly #lastWrite = new LastWrite(isWriteRefusal);
  #opening: Promise<Connections> | undefined;
  #isClosed = false;

  constructor(file: string) {
    this.#file = file;
  }

  async read<Row>(query: CompiledQuery<Row>, options: CallOptions = {}): Promise<Row[]> {
    assertNotCancelled(options.signal);
    const { reader } = await this.#connections(options.signal);
    return reader.query(query);
  }

  transaction<T>(work: (connection: SqlConnection) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return this.#lastWrite.watch((seen) =>
      this.#turn((connection) => work(seen(connection)), options.signal, lockTimeoutMs),
    );
  }

  async checkWritable(options: CallOptions = {}): Promise<void> {
    await this.#connections(options.signal);
    this.#lastWrite.assertTaken();
    await assertWritableFile(this.#file);
  }

  migrationTurn<T>(work: (connection: SqlConnection) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return this.#turn(work, options.signal, migrationTurnMs);
  }

  async #turn<T>(
    work: (connection: SqlConnection) => Promise<T>,
    signal: AbortSignal | undefined,
    timeoutMs: number,
  ): Promise<T> {
    const { writer } = await this.#connections(signal);
    return this.#turns.run(async () => {
      await this.#whenFree(() => writer.execute('BEGIN IMMEDIATE'), timeoutMs, signal);
      try {
        const result = await work(writer);
        assertNotCancelled(signal);
        await writer.runScript('COMMIT');
        return result;
      } catch (error) {
        await writer.runScript('ROLLBACK').catch(() => {});
        throw error;
      }
    });
  }

  #connections(signal: AbortSignal | undefined): Promise<Connections> {
    if (this.#isClosed) {
      return Promise.reject(new ForewarnError('store-unavailable', `the store ${this.#file} was closed`));
    }
    this.#opening ??= this.#open(signal).catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(signal: AbortSignal | undefined): Promise<Connections> {
    const writer = new SqliteConnection(this.#file, { readOnly: false });
    try {
      await this.#whenFree(() => writer.execute('PRAGMA journal_mode = WAL'), lockTimeoutMs, signal);
      writer.execute('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864');
      return { writer, reader: new SqliteConnection(this.#file, { readOnly: true }) };
    } catch (thrown) {
      writer.close();
      throw fromSqliteError(thrown, this.#file);
    }
  }

  /** Tries until no other connection holds the lock, leaving the process free between the tries. */
  async #whenFree(attempt: () => void, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    assertNotCancelled(signal);
    const tryOnce = async () => {
      try {
        attempt();
        return true;
      } catch (thrown) {
        throw fromSqliteError(thrown, this.#file);
      }
    };
    const isFree = await retried(tryOnce, {
      backoff,
      signal,
      timeoutMs,
      isWorthIt: ({ cause }) => isBusy(cause),
    });
    if (!isFree) assertNotCancelled(signal);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const opened = await this.#opening?.catch(() => undefined);
    await this.#turns.run(async () => {
      opened?.reader.close();
      opened?.writer.foldLog();
      opened?.writer.close();
    });
  }
}
