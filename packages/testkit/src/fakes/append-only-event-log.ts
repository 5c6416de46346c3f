import {
  type CallOptions,
  type Consumption,
  type EventLog,
  ForewarnError,
  type NewRecord,
} from '@forewarn/core';

/** An event log in memory that takes records, to look at what was appended; it can be made to fail. Nobody consumes from it. */
export class AppendOnlyEventLog implements EventLog {
  /** What every append rejects with, until it is taken away. */
  failure: ForewarnError | undefined;
  /** Records with a larger value are refused for good. */
  largestValueBytes = Number.POSITIVE_INFINITY;
  /** Records whose headers are larger, taken together, are refused for good. */
  largestHeaderBytes = Number.POSITIVE_INFINITY;
  readonly #topics = new Map<string, NewRecord[]>();

  /** The records of a topic, in the order in which they were appended. */
  records(topic: string): readonly NewRecord[] {
    return this.#topics.get(topic) ?? [];
  }

  async ensureTopics(): Promise<void> {}

  async append(topic: string, records: readonly NewRecord[], { signal }: CallOptions = {}): Promise<void> {
    if (signal?.aborted) throw new ForewarnError('cancelled', 'the append was cancelled');
    if (this.failure) throw this.failure;
    if (records.some((record) => this.#isTooLarge(record)))
      throw new ForewarnError('event-log-rejected', `a record for ${topic} is too large`);
    this.#topics.set(topic, [...this.records(topic), ...records]);
  }

  #isTooLarge({ value, headers }: NewRecord): boolean {
    const headerBytes = Object.entries(headers).flat().join('').length;
    return value.length > this.largestValueBytes || headerBytes > this.largestHeaderBytes;
  }

  consume(): Promise<Consumption> {
    return Promise.reject(new ForewarnError('event-log-rejected', 'nobody consumes from this log'));
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}
}
