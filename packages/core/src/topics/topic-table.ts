import { ForewarnError } from '../errors/forewarn-error.js';
import type { CallOptions } from '../ports/call-options.js';
import type { EventLog, LogRecord, NewRecord, RecordBatch } from '../ports/event-log.js';
import type { Logger } from '../ports/logger.js';
import { backoffDelayMs } from '../waiting/backoff.js';
import { onAbort } from '../waiting/on-abort.js';
import { pause } from '../waiting/pause.js';
import { decodeRecord } from './decode-record.js';
import { ensureTopics } from './ensure-topics.js';
import type { TopicContract } from './topic-contract.js';

/** What following a topic needs. */
export interface TopicTableOptions<T> {
  readonly eventLog: EventLog;
  /** A compacted topic of one partition. */
  readonly topic: TopicContract<T>;
  /** Begins the name of the topic. */
  readonly namespace: string;
  /** A group of this process alone, which is gone with it. */
  readonly group: string;
  readonly logger: Logger;
}

/** How long what stands in the topic is waited for. */
const longestWaitMs = 10_000;

const backoff = { firstMs: 500, longestMs: 15_000 };

/** The record that takes a key away from a compacted topic. */
export const removalOf = (key: string): NewRecord => ({ key, value: new Uint8Array(0), headers: {} });

/**
 * A compacted topic as a table in memory: the newest value of each key. Every process that follows has all of it, and keeps what it has while
 * the log is away.
 */
export class TopicTable<T> {
  readonly #options: TopicTableOptions<T>;
  readonly #rows = new Map<string, T>();
  readonly #onWhole: (() => void)[] = [];
  #isWhole = false;
  /** The offset behind the last record that was read. */
  #position: number | undefined;
  /** The end of the topic when reading began. */
  #firstEnd: number | undefined;

  constructor(options: TopicTableOptions<T>) {
    this.#options = options;
  }

  /** The newest value of each key that was read so far. */
  get rows(): ReadonlyMap<string, T> {
    return this.#rows;
  }

  /**
   * Waits until all that stood in the topic at the beginning has been read; not for ever, since compaction may have taken the last record
   * away, and what is missing then is read when it comes.
   *
   * @param signal  ends the wait
   */
  async untilWhole(signal: AbortSignal): Promise<void> {
    if (this.#isWhole) return;
    const waiting = new AbortController();
    const release = onAbort(signal, () => waiting.abort('over'));
    this.#onWhole.push(() => waiting.abort('whole'));
    await pause(longestWaitMs, waiting.signal);
    release();
    // Where the log does not let it be read, nobody waits for it again and again.
    if (!waiting.signal.aborted) this.#isWhole = true;
  }

  /** Follows the topic until the signal, and makes it where it is not there. Never rejects: while the log is away it waits. */
  async run(signal: AbortSignal): Promise<void> {
    const { topic, namespace, logger } = this.#options;
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await this.#follow(signal);
      } catch (thrown) {
        if (signal.aborted) return;
        const error = ForewarnError.from(thrown);
        logger.warn(
          { topic: topic.name(namespace), error },
          'a table cannot be followed just now; trying again',
        );
        await pause(backoffDelayMs(failures, backoff), signal);
      }
    }
  }

  /** @throws {ForewarnError} what ends the consumption */
  async #follow(signal: AbortSignal): Promise<void> {
    const { eventLog, topic, namespace, group } = this.#options;
    await ensureTopics(eventLog, [topic], { namespace, partitions: 1 }, { signal });
    const consumption = await eventLog.consume({
      topic: topic.name(namespace),
      group,
      ephemeral: true,
      startOffset: async (_, { earliest, end }) => this.#begin(earliest, end),
      handle: async (batch) => this.#take(batch),
    });
    let release = () => {};
    const stopped = new Promise<void>((resolve) => {
      release = onAbort(signal, () => resolve(consumption.stop()));
    });
    await Promise.race([consumption.ended, stopped]).finally(release);
  }

  /**
   * Appends records to the topic, and to the table without waiting until they are read.
   *
   * @throws {ForewarnError} of the event log
   */
  async append(records: readonly NewRecord[], options?: CallOptions): Promise<void> {
    const { eventLog, topic, namespace } = this.#options;
    await eventLog.append(topic.name(namespace), records, options);
    for (const record of records) this.#put({ ...record, offset: -1, timestampMs: 0 });
  }

  #begin(earliest: number, end: number): number {
    // A topic that was made anew begins from nothing.
    if (this.#position !== undefined && this.#position > end) {
      this.#rows.clear();
      this.#position = undefined;
    }
    this.#firstEnd ??= end;
    const from = Math.max(earliest, this.#position ?? earliest);
    this.#position = from;
    this.#lookAtEnd();
    return from;
  }

  #take({ records }: RecordBatch): void {
    for (const record of records) {
      this.#put(record);
      this.#position = record.offset + 1;
    }
    this.#lookAtEnd();
  }

  #lookAtEnd(): void {
    if (this.#isWhole || !(this.#position! >= this.#firstEnd!)) return;
    this.#isWhole = true;
    for (const tell of this.#onWhole.splice(0)) tell();
  }

  /** What cannot be read changes nothing, and the next record is read. */
  #put(record: LogRecord): void {
    const { topic, logger } = this.#options;
    if (record.key !== null && record.value.byteLength === 0 && !record.unreadable) {
      this.#rows.delete(record.key);
      return;
    }
    try {
      const value = decodeRecord(topic, record);
      this.#rows.set(topic.key(value), value);
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      logger.warn(
        { offset: record.offset, error },
        'a record of a table cannot be read; what stood under its key stands',
      );
    }
  }
}
