import { ForewarnError } from '@forewarn/core';

/** Primary result codes, as https://www.sqlite.org/rescode.html numbers them. */
const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

const meanings: Readonly<Record<number, string>> = {
  [SQLITE_PERM]: 'may not be read or written by this user; change its permissions',
  [SQLITE_BUSY]: 'is in use by another process; end that one, or choose another file',
  [SQLITE_LOCKED]: 'is in use by another process; end that one, or choose another file',
  [SQLITE_READONLY]: 'cannot be written; change the permissions of the file and its directory',
  [SQLITE_CORRUPT]: 'is damaged; restore it from a backup, or delete it to begin with an empty log',
  [SQLITE_CANTOPEN]: 'cannot be opened or created; check that its directory exists and can be written',
  [SQLITE_NOTADB]: 'is not an event log of Forewarn; choose another file',
};

/**
 * Translates what the SQLite driver throws: a file that cannot be used as it is becomes `data-directory-unusable`,
 * a full disk or a failing one `event-log-unavailable`, and what is no error of SQLite stays what it was.
 *
 * @param file  path of the database
 */
export function translateSqliteError(thrown: unknown, file: string): ForewarnError {
  const code = resultCode(thrown);
  if (code === undefined) return ForewarnError.from(thrown);
  const options = { details: { file, sqliteCode: code }, cause: thrown };
  const meaning = meanings[code];
  if (meaning !== undefined) {
    return new ForewarnError('data-directory-unusable', `the event log ${file} ${meaning}`, options);
  }
  const reason = code === SQLITE_FULL ? 'the disk is full; free some space' : String(thrown);
  const message = `the event log ${file} cannot be read or written just now: ${reason}`;
  return new ForewarnError('event-log-unavailable', message, options);
}

/** The primary result code is the low byte of an extended one. */
function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return undefined;
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined;
}
