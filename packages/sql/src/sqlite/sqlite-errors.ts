import { type ErrorCode, ForewarnError } from '@forewarn/core';

/** SQLite's primary result codes, by what a caller can do. @source https://www.sqlite.org/rescode.html */
const codesByName: Readonly<Record<string, ErrorCode>> = {
  SQLITE_BUSY: 'store-unavailable',
  SQLITE_LOCKED: 'store-unavailable',
  SQLITE_NOMEM: 'store-unavailable',
  SQLITE_IOERR: 'store-unavailable',
  SQLITE_READONLY: 'store-unavailable',
  SQLITE_FULL: 'store-unavailable',
  SQLITE_PROTOCOL: 'store-unavailable',
  SQLITE_SCHEMA: 'store-unavailable',
  SQLITE_INTERRUPT: 'store-unavailable',
  SQLITE_PERM: 'store-access-denied',
  SQLITE_CANTOPEN: 'store-access-denied',
  SQLITE_AUTH: 'store-access-denied',
  SQLITE_CONSTRAINT: 'store-rejected',
  SQLITE_TOOBIG: 'store-rejected',
  SQLITE_MISMATCH: 'store-rejected',
  SQLITE_RANGE: 'store-rejected',
  SQLITE_CORRUPT: 'store-unavailable',
  SQLITE_NOTADB: 'store-unavailable',
};

const outcome: Partial<Record<ErrorCode, string>> = {
  'store-access-denied': 'the database file cannot be opened or written; check its folder and permissions',
  'store-unavailable': 'the database file is not available just now',
  'store-rejected': 'the database refused the data',
};

const writeRefusals = new Set(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR']);

/** Whether an error of ours says that nothing can be written: a full disk, a file system that fails or only reads. */
export const isWriteRefusal = (error: unknown): boolean =>
  error instanceof ForewarnError && writeRefusals.has(driverName(error.cause) ?? '');

/** Whether another connection holds the lock. */
export const isBusy = (thrown: unknown): boolean => driverName(thrown) === 'SQLITE_BUSY';

/**
 * Translates whatever the SQLite binding throws. An error that is unknown stays `internal`, so that nobody takes it
 * for bad data and throws the data away.
 *
 * @param file  the database, for the message
 */
export function fromSqliteError(thrown: unknown, file: string): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const name = driverName(thrown);
  const code = classify(name, message);
  const isRefusal = writeRefusals.has(name ?? '');
  const said = isRefusal
    ? 'nothing can be written to the database file just now; look at its disk and permissions'
    : (outcome[code] ?? 'the database failed');
  return new ForewarnError(code, `${said} (${file}): ${message}`, {
    details: { file, ...(name ? { driverCode: name } : {}) },
    cause: thrown,
    ...(isRefusal && { told: 'Nothing can be written to the database file just now.' }),
  });
}

function driverName(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('sqliteCodeName' in thrown)) return undefined;
  return String(thrown.sqliteCodeName);
}

function classify(name: string | undefined, message: string): ErrorCode {
  if (message.startsWith('no such table')) return 'store-unavailable';
  return codesByName[name ?? ''] ?? 'internal';
}
