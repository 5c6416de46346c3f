import { ForewarnError } from '../errors/forewarn-error.js';
import type { CallOptions } from '../ports/call-options.js';
import type { EventLog, LogRecord, NewRecord, RecordBatch } from '../ports/event-log.js';
import type { Logger } from '../ports/logger.js';
import { onAbort } from '../waiting/on-abort.js';
import { pause } from '../waiting/pause.js';
import { decodeRecord } from './decode-record.js';
import { followTopic } from './follow-topic.js';
import type { TopicContract } from './topic-contract.js';

/** What following a topic needs. */
export interface TopicTableOptions<T> {
  readonly eventLog: EventLog;
  readonly topic: TopicContract<T>;
  /** Begins the name of the topic. */
  readonly namespace: string;
  /** A group of this process alone, which is gone with it. */
  readonly group: string;
  readonly logger: Logger;
  /** Of a topic that is not compacted: as many of the newest records of each partition are read as stood in it. Default: all. */
  readonly newest?: number;
}

/** How far a partition is read. */
interface Progress {
  /** The offset behind the last record that was read. */
  position: number;
  /** The end of the partition when reading began. */
  readonly firstEnd: number;
}

/** How long what stands in the topic is waited for. */
const longestWaitMs = 10_000;

/** The record that takes a key away from a compacted topic. */
export const removalOf = (key: string): NewRecord => ({ key, value: new Uint8Array(0), headers: {} });

/**
 * A topic as a table in memory: the newest value of each key. Every process that follows has all of it, and keeps what it has while the log
 * is away.
 */
export class TopicTable<T> {
  readonly #options: TopicTableOptions<T>;
  readonly #rows = new Map<string, T>();
  readonly #onWhole: (() => void)[] = [];
  readonly #progress = new Map<number, Progress>();
  #isWhole = false;
  #partitions: readonly number[] | undefined;

  constructor(options: TopicTableOptions<T>) {
    this.#options = options;
  }

  /** The newest value of each key that was read so far. */
  get rows(): ReadonlyMap<string, T> {
    return this.#rows;
  }

  /** How many partitions the topic has; undefined while that is not known. */
  get partitionCount(): number | undefined {
    return this.#partitions?.length;
  }

  /** Forgets the rows of the keys that are not named. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#rows.keys()) if (!keys.has(key)) this.#rows.delete(key);
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
  run(signal: AbortSignal): Promise<void> {
    return followTopic(
      {
        ...this.#options,
        ephemeral: true,
        startOffset: async (partition, { earliest, end }) => this.#begin(partition, earliest, end),
        onAssignment: (partitions) => {
          this.#partitions = partitions;
          this.#lookAtEnd();
        },
        handle: async (batch) => this.#take(batch),
      },
      signal,
    );
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

  #begin(partition: number, earliest: number, end: number): number {
    const { newest = end } = this.#options;
    const known = this.#progress.get(partition);
    // A topic that was made anew begins from nothing.
    const isAnew = known !== undefined && known.position > end;
    if (isAnew) this.#rows.clear();
    const from = Math.max(earliest, known && !isAnew ? known.position : end - newest);
    this.#progress.set(partition, {
      position: from,
      firstEnd: (isAnew ? undefined : known?.firstEnd) ?? end,
    });
    this.#lookAtEnd();
    return from;
  }

  #take({ partition, records }: RecordBatch): void {
    const progress = this.#progress.get(partition);
    for (const record of records) {
      this.#put(record);
      if (progress) progress.position = record.offset + 1;
    }
    this.#lookAtEnd();
  }

  #lookAtEnd(): void {
    if (this.#isWhole || !this.#partitions?.every((partition) => this.#isRead(partition))) return;
    this.#isWhole = true;
    for (const tell of this.#onWhole.splice(0)) tell();
  }

  #isRead(partition: number): boolean {
    const progress = this.#progress.get(partition);
    return progress !== undefined && progress.position >= progress.firstEnd;
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
