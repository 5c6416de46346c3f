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
      metrics.count('dead-letter');
      const where = { topic, partition, offset: record.offset, key: record.key };
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

  async #appendOne(batch: RecordBatch, letter: DeadLetter): Promise<void> {
    const { eventLog } = this.#options;
    const topic = deadLetterNameOf(batch.topic);
    const record = letterRecord(batch, letter);
    try {
      await eventLog.append(topic, [record], { signal: batch.signal });
    } catch (thrown) {
      if (ForewarnError.from(thrown).code !== 'event-log-rejected') throw thrown;
      // With the headers it is too large for the log. Better a letter that says where the record stands than a consumer that stops.
      const headers = { ...record.headers, 'dead-letter-value-bytes': String(record.value.length) };
      await eventLog.append(topic, [{ ...record, headers, value: new Uint8Array(0) }], {
        signal: batch.signal,
      });
    }
  }
}

/** Longest reason: some quote what they complain about. */
const longestReason = 2_000;

const letterRecord = (batch: RecordBatch, { record, error }: DeadLetter): NewRecord => ({
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    'dead-letter-code': error.code,
    'dead-letter-reason': error.message.slice(0, longestReason),
    'origin-topic': batch.topic,
    'origin-partition': String(batch.partition),
    'origin-offset': String(record.offset),
    'origin-timestamp': toRfc3339(record.timestampMs),
  },
});
