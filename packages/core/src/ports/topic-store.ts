import type { CallOptions } from './call-options.js';
import type { ConsumerPosition, WriteOutcome } from './consumer-position.js';

/** What was read from consecutive offsets of one partition. */
export interface TopicBatch<T> {
  readonly position: ConsumerPosition;
  /** The values with their offsets, ascending. Offsets without a value (dead letters) may be absent. */
  readonly items: readonly { readonly offset: number; readonly value: T }[];
  /** The offset to read next once the batch is written. */
  readonly nextOffset: number;
}

/** Where the values of a topic are stored, each once in effect. */
export interface TopicStore<T> {
  /**
   * Writes the values and the offset in one transaction: all or nothing. Locks the position first and skips what is
   * below the stored offset, so that overlapping consumers cannot both write. Rows follow from the values alone, so that
   * writing a value again changes nothing.
   */
  writeBatch(batch: TopicBatch<T>, options?: CallOptions): Promise<WriteOutcome>;

  /** The offset to read next, or undefined when nothing of the partition was ever written. */
  nextOffset(position: ConsumerPosition, options?: CallOptions): Promise<number | undefined>;

  /** Sets the offset to read next, for a topic that was made anew. */
  resetOffset(position: ConsumerPosition, nextOffset: number, options?: CallOptions): Promise<void>;

  /** Deletes history from before `beforeMs` (epoch milliseconds), in bounded steps; returns the rows deleted. */
  prune(beforeMs: number, options?: CallOptions): Promise<number>;
}
