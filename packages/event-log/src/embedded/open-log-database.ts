import { ForewarnError } from '@forewarn/core';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { translateSqliteError } from './translate-sqlite-error.js';

/** `FwLg`: tells an event log from any other SQLite file, such as the store beside it. */
const applicationId = 0x46774c67;
const schemaVersion = 1;

/** Keys are blobs, because the driver cuts text at a NUL character. */
const schema = `
  CREATE TABLE topic (
    topic_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    retention_ms INTEGER
  );
  CREATE TABLE topic_partition (
    partition_id INTEGER PRIMARY KEY,
    topic_id INTEGER NOT NULL REFERENCES topic (topic_id),
    partition_number INTEGER NOT NULL,
    earliest_offset INTEGER NOT NULL DEFAULT 0,
    end_offset INTEGER NOT NULL DEFAULT 0,
    stored_bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic_id, partition_number)
  );
  CREATE TABLE record (
    partition_id INTEGER NOT NULL,
    record_offset INTEGER NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    record_bytes INTEGER NOT NULL,
    record_key BLOB,
    headers TEXT,
    value BLOB NOT NULL,
    PRIMARY KEY (partition_id, record_offset)
  );
  CREATE TABLE group_offset (
    group_name TEXT NOT NULL,
    partition_id INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (group_name, partition_id)
  ) WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Opens the file for this process alone, and creates it when it is absent.
 * WAL with `synchronous = NORMAL`: a committed record survives the death of the process, though not always a power cut.
 *
 * @throws {ForewarnError} `data-directory-unusable`
 */
export function openLogDatabase(file: string): DatabaseSyncInstance {
  let database: DatabaseSyncInstance | undefined;
  try {
    database = new DatabaseSync(file);
    // Exclusive before WAL: whoever else opens the file is refused, and no shared-memory file is needed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec('BEGIN IMMEDIATE');
    prepareSchema(database, file);
    database.exec('COMMIT');
    return database;
  } catch (thrown) {
    if (database?.isOpen) database.close();
    throw translateSqliteError(thrown, file);
  }
}

/**
 * Closes the file and gives it free for others.
 * The driver leaves the connection open, with its lock, until its statements are garbage-collected. So the lock is given
 * up first, which SQLite allows only outside WAL.
 *
 * @source https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory
 */
export function closeLogDatabase(database: DatabaseSyncInstance): void {
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM topic');
  database.close();
}

function prepareSchema(database: DatabaseSyncInstance, file: string): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === applicationId && version === schemaVersion) return;
  if (application === applicationId) {
    throw unusable(file, `was written by a newer version of Forewarn (format ${version}); use that version`);
  }
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
  if (application !== 0 || tables !== 0) {
    throw unusable(file, 'is a database of another program; choose another file');
  }
  database.exec(schema);
}

const pragma = (database: DatabaseSyncInstance, name: string): number =>
  database.prepare(`PRAGMA ${name}`).get()[name];

const unusable = (file: string, why: string): ForewarnError =>
  new ForewarnError('data-directory-unusable', `the event log ${file} ${why}`, { details: { file } });
