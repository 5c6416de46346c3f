import { ForewarnError, type LogRecord, type NewRecord, type TopicSpec } from '@forewarn/core';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type LogStatements, prepareLogStatements } from './log-statements.js';
import { closeLogDatabase, openLogDatabase } from './open-log-database.js';
import { type PartitionRow, StoredPartition, type StoredTopic } from './stored-topic.js';
import { translateSqliteError } from './translate-sqlite-error.js';

/** A record on its way to a partition. */
export interface PlacedRecord {
  readonly partition: StoredPartition;
  readonly record: NewRecord;
  readonly bytes: number;
}

/** A record's place, time and size, without its content. */
export interface RecordSize {
  readonly offset: number;
  readonly timestampMs: number;
  readonly bytes: number;
}

/** Bytes of values that a batch may hold beyond its first record: bounds the memory of one read. */
const longestReadBytes = 4 * 1024 * 1024;

/**
 * Topics, partitions, records and group offsets in one SQLite file. Synchronous: a call blocks the process for as
 * long as the disk takes, so callers keep their steps short and let the event loop turn between them.
 * Every failure is a `ForewarnError`.
 */
export class LogFile {
  readonly path: string;
  readonly #database: DatabaseSyncInstance;
  readonly #statements: LogStatements;
  readonly #topics: Map<string, StoredTopic>;

  /** @throws {ForewarnError} `data-directory-unusable` */
  constructor(path: string) {
    this.path = path;
    this.#database = openLogDatabase(path);
    this.#statements = prepareLogStatements(this.#database);
    this.#topics = this.#loadTopics();
  }

  get topics(): Iterable<StoredTopic> {
    return this.#topics.values();
  }

  /** @throws {ForewarnError} `event-log-rejected` when there is no such topic */
  topic(name: string): StoredTopic {
    const topic = this.#topics.get(name);
    if (topic) return topic;
    const message = `the event log ${this.path} has no topic ${name}; create it with ensureTopics first`;
    throw new ForewarnError('event-log-rejected', message, { details: { topic: name } });
  }

  /** Creates the topics that are absent, all or none. */
  createTopics(specs: readonly TopicSpec[]): void {
    const absent = specs.filter(({ name }) => !this.#topics.has(name));
    if (absent.length === 0) return;
    this.#transaction(() => {
      for (const { name, partitions, retentionMs } of absent) {
        const { lastInsertRowid } = this.#statements.insertTopic.run(name, retentionMs ?? null);
        for (let number = 0; number < partitions; number += 1) {
          this.#statements.insertPartition.run(lastInsertRowid, number);
        }
      }
    });
    for (const [name, topic] of this.#loadTopics()) {
      if (!this.#topics.has(name)) this.#topics.set(name, topic);
    }
  }

  /** Appends in order, all or none. They are durable when this returns. */
  append(placed: readonly PlacedRecord[], timestampMs: number): void {
    const grown = new Map<StoredPartition, { end: number; bytes: number }>();
    this.#transaction(() => {
      for (const { partition, record, bytes } of placed) {
        const after = grown.get(partition) ?? { end: partition.end, bytes: partition.bytes };
        this.#insert(partition.id, after.end, timestampMs, record, bytes);
        grown.set(partition, { end: after.end + 1, bytes: after.bytes + bytes });
      }
      for (const [{ id, earliest }, { end, bytes }] of grown) {
        this.#statements.updatePartition.run(earliest, end, bytes, id);
      }
    });
    for (const [partition, after] of grown) Object.assign(partition, after);
    for (const partition of grown.keys()) partition.appended.ring();
  }

  #insert(partitionId: number, offset: number, timestampMs: number, record: NewRecord, bytes: number): void {
    const key = record.key === null ? null : Buffer.from(record.key, 'utf8');
    const headers = Object.keys(record.headers).length === 0 ? null : JSON.stringify(record.headers);
    this.#statements.insertRecord.run(partitionId, offset, timestampMs, bytes, key, headers, record.value);
  }

  /**
   * The records from an offset on, as many as there are up to `limit` and to some megabytes.
   *
   * @param limit  ≥ 1
   */
  read(partition: StoredPartition, offset: number, limit: number): LogRecord[] {
    const sizes = this.recordSizes(partition, offset, limit);
    let bytes = 0;
    let last = -1;
    for (const size of sizes) {
      bytes += size.bytes;
      if (last >= 0 && bytes > longestReadBytes) break;
      last = size.offset;
    }
    if (last < 0) return [];
    return this.#guarded(() => this.#statements.records.all(partition.id, offset, last)).map(toLogRecord);
  }

  /** What the oldest records from an offset on take, at most `limit` of them. */
  recordSizes(partition: StoredPartition, offset: number, limit: number): RecordSize[] {
    const rows = this.#guarded(() => this.#statements.recordSizes.all(partition.id, offset, limit));
    return rows.map((row) => ({
      offset: row.record_offset,
      timestampMs: row.timestamp_ms,
      bytes: row.record_bytes,
    }));
  }

  /** Deletes the records below `earliest`, which took `bytes`. */
  deleteBelow(partition: StoredPartition, earliest: number, bytes: number): void {
    const after = { earliest, bytes: partition.bytes - bytes };
    this.#transaction(() => {
      this.#statements.deleteRecords.run(partition.id, earliest);
      this.#statements.updatePartition.run(earliest, partition.end, after.bytes, partition.id);
    });
    Object.assign(partition, after);
  }

  /** The offset that a group reads next, or undefined when it has read nothing yet. */
  groupOffset(group: string, partition: StoredPartition): number | undefined {
    return this.#guarded(() => this.#statements.groupOffset.get(group, partition.id))?.next_offset;
  }

  storeGroupOffset(group: string, partition: StoredPartition, nextOffset: number): void {
    this.#guarded(() => this.#statements.storeGroupOffset.run(group, partition.id, nextOffset));
  }

  check(): void {
    this.#guarded(() => this.#statements.check.get());
  }

  close(): void {
    if (this.#database.isOpen) this.#guarded(() => closeLogDatabase(this.#database));
  }

  #loadTopics(): Map<string, StoredTopic> {
    const rows: PartitionRow[] = this.#guarded(() => this.#statements.partitions.all());
    const topics = new Map<string, StoredTopic>();
    for (const row of rows) {
      const partitions = [...(topics.get(row.name)?.partitions ?? []), new StoredPartition(row)];
      topics.set(row.name, { name: row.name, retentionMs: row.retention_ms, partitions });
    }
    return topics;
  }

  #transaction(work: () => void): void {
    this.#guarded(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#database.exec('COMMIT');
      } catch (thrown) {
        // A full disk makes SQLite roll back by itself.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  #guarded<T>(work: () => T): T {
    if (!this.#database.isOpen) {
      throw new ForewarnError('event-log-unavailable', `the event log ${this.path} is closed; open it again`);
    }
    try {
      return work();
    } catch (thrown) {
      throw translateSqliteError(thrown, this.path);
    }
  }
}

interface RecordRow {
  readonly record_offset: number;
  readonly timestamp_ms: number;
  readonly record_key: Uint8Array | null;
  readonly headers: string | null;
  readonly value: Uint8Array;
}

const toLogRecord = (row: RecordRow): LogRecord => ({
  offset: row.record_offset,
  timestampMs: row.timestamp_ms,
  key: row.record_key === null ? null : Buffer.from(row.record_key).toString('utf8'),
  headers: row.headers === null ? {} : JSON.parse(row.headers),
  value: row.value,
});
