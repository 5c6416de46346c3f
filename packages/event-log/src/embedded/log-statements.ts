import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/**
 * Every statement of the log, prepared once: the driver keeps the memory of a prepared statement until the event loop
 * turns, so that preparing on each call would grow without bound under load.
 */
export const prepareLogStatements = (database: DatabaseSyncInstance) => ({
  partitions: database.prepare(`
    SELECT p.partition_id, t.name, t.retention_ms, p.partition_number, p.earliest_offset, p.end_offset, p.stored_bytes
    FROM topic_partition p JOIN topic t ON t.topic_id = p.topic_id
    ORDER BY t.topic_id, p.partition_number`),
  insertTopic: database.prepare('INSERT INTO topic (name, retention_ms) VALUES (?, ?)'),
  insertPartition: database.prepare('INSERT INTO topic_partition (topic_id, partition_number) VALUES (?, ?)'),
  updatePartition: database.prepare(
    'UPDATE topic_partition SET earliest_offset = ?, end_offset = ?, stored_bytes = ? WHERE partition_id = ?',
  ),
  insertRecord: database.prepare(`
    INSERT INTO record (partition_id, record_offset, timestamp_ms, record_bytes, record_key, headers, value)
    VALUES (?, ?, ?, ?, ?, ?, ?)`),
  /** Without values: what a batch or a deletion would take, before it is read. */
  recordSizes: database.prepare(`
    SELECT record_offset, timestamp_ms, record_bytes FROM record
    WHERE partition_id = ? AND record_offset >= ? ORDER BY record_offset LIMIT ?`),
  records: database.prepare(`
    SELECT record_offset, timestamp_ms, record_key, headers, value FROM record
    WHERE partition_id = ? AND record_offset BETWEEN ? AND ? ORDER BY record_offset`),
  deleteRecords: database.prepare('DELETE FROM record WHERE partition_id = ? AND record_offset < ?'),
  groupOffset: database.prepare(
    'SELECT next_offset FROM group_offset WHERE group_name = ? AND partition_id = ?',
  ),
  storeGroupOffset: database.prepare(`
    INSERT INTO group_offset (group_name, partition_id, next_offset) VALUES (?, ?, ?)
    ON CONFLICT (group_name, partition_id) DO UPDATE SET next_offset = excluded.next_offset`),
  check: database.prepare('SELECT count(*) AS topics FROM topic'),
});

/** The statements by name. */
export type LogStatements = ReturnType<typeof prepareLogStatements>;
