import type { NewRecord } from '../ports/event-log.js';

/** A topic, in so far as it has to be known to create it. */
export interface Topic {
  /** The full name. @param namespace  begins the names of the topics that are Forewarn's own */
  name(namespace: string): string;
  /** Where the topic needs a number of its own; default: what the deployment is configured for. */
  readonly partitions?: number;
  /** How long records are kept; default: as long as the log does by itself. */
  readonly retentionMs?: number;
  /** Whether the newest record of each key is kept for good, until one without a value takes the key away. Default: no. */
  readonly compacted?: boolean;
}

/** What a decoder reads of a record; a `LogRecord` is one. */
export type EncodedEvent = Pick<NewRecord, 'value' | 'headers'> & Partial<Pick<NewRecord, 'key'>>;

/** What the writers and the readers of a topic agree on: one record a value. */
export interface TopicContract<T> extends Topic {
  /** Values of one key stay in order, in one partition. */
  key(value: T): string;
  encode(value: T): NewRecord & { readonly key: string };
  /**
   * The value in a record, validated: what comes out can be stored.
   *
   * @throws {ForewarnError} of a kind that is the record's own fault (`isRecordFaultKind`) where it holds no such value
   */
  decode(record: EncodedEvent): T;
}
