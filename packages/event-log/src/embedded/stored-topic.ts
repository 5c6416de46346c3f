import type { OffsetBounds } from '@forewarn/core';
import { WakeUpCall } from './wake-up-call.js';

/** A row of `topic_partition`, as it stands after the newest committed transaction. */
export class StoredPartition {
  readonly id: number;
  readonly topic: string;
  /** 0 to the topic's number of partitions − 1. */
  readonly number: number;
  earliest: number;
  end: number;
  bytes: number;
  /** Rung when records have been appended. */
  readonly appended = new WakeUpCall();

  constructor(row: PartitionRow) {
    this.id = row.partition_id;
    this.topic = row.name;
    this.number = row.partition_number;
    this.earliest = row.earliest_offset;
    this.end = row.end_offset;
    this.bytes = row.stored_bytes;
  }

  get bounds(): OffsetBounds {
    return { earliest: this.earliest, end: this.end };
  }
}

/** A topic with its partitions, in the order of their numbers. */
export interface StoredTopic {
  readonly name: string;
  /** Null: the log's own default. */
  readonly retentionMs: number | null;
  readonly partitions: readonly StoredPartition[];
}

/** A partition as the catalogue's query reads it, with the name and retention of its topic. */
export interface PartitionRow {
  readonly partition_id: number;
  readonly name: string;
  readonly retention_ms: number | null;
  readonly partition_number: number;
  readonly earliest_offset: number;
  readonly end_offset: number;
  readonly stored_bytes: number;
}
