import {
  type EventLog,
  ForewarnError,
  type Logger,
  type LogRecord,
  type NewRecord,
  type RecordBatch,
  type Topic,
  toRfc3339,
} from '@forewarn/core';
import type { TopicMetrics } from './topic-metrics.js';

/** A record that can never be stored, and why. */
export interface DeadLetter {
  readonly record: LogRecord;
  readonly error: ForewarnError;
}

const deadLetterNameOf = (topic: string): string => `${topic}.dead-letter`;

/** The topic of the records of a topic that cannot be stored. */
export const deadLetterTopicOf = (topic: Topic): Topic => ({
  name: (namespace) => deadLetterNameOf(topic.name(namespace)),
  partitions: 1,
});

/** What dead letters need. */
export interface DeadLettersOptions {
  readonly eventLog: EventLog;
  readonly metrics: TopicMetrics;
  readonly logger: Logger;
}

/**
 * Appends records to the dead-letter topic as they were, with the reason and their origin in headers. Remembers those whose batch is
 * not stored yet, so that a batch that comes again repeats none. After a crash or a rebalance a record may be appended twice: its
 * origin headers are then the same.
 */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  /** Offsets by partition. */
  readonly #appended = new Map<number, Set<number>>();

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  /**
   * Appends the letters that were not appended before, one after the other, and logs and counts each.
   *
   * @param batch  where the records come from
   * @throws       {ForewarnError} of the event log; those that were appended are remembered
   */
  async append(batch: RecordBatch, letters: readonly DeadLetter[]): Promise<void> {
    const { topic, partition } = batch;
    const { metrics, logger } = this.#options;
    const appended = this.#appended.get(partition) ?? new Set();
    this.#appended.set(partition, appended);
    for (const letter of letters) {
      const { record, error } = letter;
      if (appended.has(record.offset)) continue;
      await this.#appendOne(batch, letter);
      appended.add(record.offset);
      const firstOffset = firstOffsetOf(record);
      metrics.count('dead-letter', record.offset - firstOffset + 1);
      const where = {
        topic,
        partition,
        offset: record.offset,
        key: record.key?.slice(0, longestLoggedKey),
        ...(record.unreadable && { firstOffset }),
      };
      logger.error({ ...where, error }, 'a record went to the dead-letter topic');
    }
  }

  /** Forgets a partition: its batch is stored. */
  settle(partition: number): void {
    this.#appended.delete(partition);
  }

  /** Forgets the partitions that others have now. */
  keepOnly(partitions: readonly number[]): void {
    for (const partition of this.#appended.keys())
      if (!partitions.includes(partition)) this.#appended.delete(partition);
  }

  /** With the headers a record may be too large for the log. Better a letter that says where it stands than a consumer that stops. */
  async #appendOne(batch: RecordBatch, letter: DeadLetter): Promise<void> {
    const { eventLog } = this.#options;
    const topic = deadLetterNameOf(batch.topic);
    const hasManyHeaders = Object.keys(letter.record.headers).length > mostHeaders;
    const forms = hasManyHeaders ? [letterOfOrigin] : [letterRecord, letterWithoutValue, letterOfOrigin];
    for (const [at, form] of forms.entries()) {
      try {
        return await eventLog.append(topic, [form(batch, letter)], { signal: batch.signal });
      } catch (thrown) {
        const isTooLarge = ForewarnError.from(thrown).code === 'event-log-rejected';
        if (!isTooLarge || at === forms.length - 1) throw thrown;
      }
    }
  }
}

/** Writing a record of more headers takes kafkajs seconds, in which nothing else happens. */
const mostHeaders = 1_000;
/** Longest reason: some quote what they complain about. */
const longestReason = 2_000;
/** What a log line shows of a key that is as long as anybody likes. */
const longestLoggedKey = 200;

const letterRecord = (batch: RecordBatch, { record, error }: DeadLetter): NewRecord => ({
  key: record.key,
  value: record.value,
  headers: { ...record.headers, ...originHeaders(batch, record, error) },
});

const letterWithoutValue = (batch: RecordBatch, letter: DeadLetter): NewRecord => {
  const { headers, ...rest } = letterRecord(batch, letter);
  return { ...rest, headers: { ...headers, ...sizeHeader(letter) }, value: new Uint8Array(0) };
};

/** For a record whose key or headers alone fill the log's limit, or whose headers are too many. */
const letterOfOrigin = (batch: RecordBatch, letter: DeadLetter): NewRecord => ({
  key: null,
  value: new Uint8Array(0),
  headers: { ...originHeaders(batch, letter.record, letter.error), ...sizeHeader(letter) },
});

const sizeHeader = ({ record }: DeadLetter) => ({ 'dead-letter-value-bytes': String(record.value.length) });

const originHeaders = (batch: RecordBatch, record: LogRecord, error: ForewarnError) => ({
  'dead-letter-code': error.code,
  'dead-letter-reason': error.message.slice(0, longestReason),
  'origin-topic': batch.topic,
  'origin-partition': String(batch.partition),
  'origin-offset': String(record.offset),
  ...(record.unreadable && { 'origin-first-offset': String(firstOffsetOf(record)) }),
  'origin-timestamp': timeText(record.timestampMs),
});

/** A letter can stand for several records: for those of a batch that cannot be read. */
const firstOffsetOf = ({ unreadable, offset }: LogRecord): number => unreadable?.firstOffset ?? offset;

/** The last millisecond that a `Date` can hold, by ECMAScript. */
const lastDateMs = 8.64e15;

/** Other producers write times that no date has. */
const timeText = (ms: number): string => (Math.abs(ms) <= lastDateMs ? toRfc3339(ms) : `${ms} ms`);
