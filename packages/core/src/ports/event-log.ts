import type { CallOptions } from './call-options.js';

/** A record to append. */
export interface NewRecord {
  /** Records of one key stay in order, in one partition. Null spreads records over the partitions. */
  readonly key: string | null;
  /** Without bytes it takes the key away from a topic that is compacted. */
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record as it stands in the log. Offsets count from 0 within a partition. */
export interface LogRecord extends NewRecord {
  readonly offset: number;
  readonly timestampMs: number;
  /**
   * There where the log cannot read what it holds: the record then stands for all records up to its own offset, without key and
   * headers, and its value has their bytes as they stand in the log. A decoder is not asked about it: see `decodeRecord`.
   */
  readonly unreadable?: UnreadableRecords;
}

/** Records of a log that cannot be read, such as a batch of Kafka whose compression is damaged. */
export interface UnreadableRecords {
  /** The first of them. */
  readonly firstOffset: number;
  /** What came of reading them. */
  readonly reason: string;
}

/** Consecutive records of one partition, at least one. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** The offset behind the partition's newest record: what is left to read is this minus the last offset minus 1. */
  readonly endOffset: number;
  /** Aborted when the partition is revoked or the consumption stops. */
  readonly signal: AbortSignal;
}

/** A topic to create where it is absent. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept; the log's own default when absent. */
  readonly retentionMs?: number;
  /** Whether the newest record of each key is kept for good. A log in a file keeps all records for as long as any other. */
  readonly compacted?: boolean;
}

/** The offsets that a partition holds: [earliest, end). */
export interface OffsetBounds {
  readonly earliest: number;
  readonly end: number;
}

/** How to consume a topic as a member of a group. */
export interface ConsumeOptions {
  readonly topic: string;
  /** Members of one group share the topic's partitions. */
  readonly group: string;
  /**
   * The group is of this consumption alone and is gone when it ends; no offset is stored. Reading begins at the end of every
   * partition. For consumers that show what happens from now on. Default: false.
   */
  readonly ephemeral?: boolean;
  /**
   * Handles a batch. When it resolves the group's offset moves behind the batch. When it rejects with a retryable
   * `ForewarnError` the partition backs off and the same records come again, after a delay that grows to half a minute;
   * any other rejection ends the consumption with that error, the offset not moved.
   * Batches of one partition never overlap; those of several may.
   */
  readonly handle: (batch: RecordBatch) => Promise<void>;
  /**
   * Where to begin in a partition that was just assigned. Default: the group's offset, or the earliest record; the end when `ephemeral`.
   * For consumers that keep their offsets with their results.
   */
  readonly startOffset?: (partition: number, bounds: OffsetBounds) => Promise<number>;
  /** Told, after every rebalance, the partitions that this member now has. */
  readonly onAssignment?: (partitions: readonly number[]) => void;
  /** Most records in a batch. Default 200. */
  readonly maxBatchRecords?: number;
}

/** Where a member stands in a partition that it has. */
export interface PartitionProgress {
  readonly partition: number;
  /** The offset of the next record to be handled. */
  readonly position: number;
  /** The offset behind the newest record: where it is more than the position, records wait. */
  readonly end: number;
}

/** A running membership in a consumer group. */
export interface Consumption {
  /** Settles when the consumption has ended: resolved by `stop`, rejected by an error that no retry can mend. */
  readonly ended: Promise<void>;
  /**
   * Asks the log how far the partitions of this member are.
   *
   * @returns  undefined while it is no member: it joins, or has crashed and joins anew
   * @throws   {ForewarnError} `event-log-unavailable`
   */
  progress(options?: CallOptions): Promise<readonly PartitionProgress[] | undefined>;
  /** Lets the batches in hand finish, leaves the group, and resolves. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * An append-only log of topics and partitions with consumer groups: Kafka, or a file on this machine.
 * Delivery is at least once. Failures are `ForewarnError`s: `event-log-unavailable`, `event-log-rejected`.
 */
export interface EventLog {
  /** Creates the topics that do not exist; leaves those that do as they are. */
  ensureTopics(topics: readonly TopicSpec[], options?: CallOptions): Promise<void>;

  /** Appends in order. Resolves when the records are durable. */
  append(topic: string, records: readonly NewRecord[], options?: CallOptions): Promise<void>;

  /** Joins a consumer group. Resolves when joining has begun; `onAssignment` tells of the partitions. */
  consume(options: ConsumeOptions): Promise<Consumption>;

  /** Resolves when the log answers; rejects with the reason when it does not. */
  check(options?: CallOptions): Promise<void>;

  /** Stops all consumption and releases every resource. */
  close(): Promise<void>;
}
