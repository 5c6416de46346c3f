import { describe, expect, test } from 'vitest';
import { fromSqliteError, isBusy } from './sqlite-errors.js';

const words = (text: string) => text.trim().split(/\s+/);

/** What a caller of the store reads of a code. */
const outcomes = {
  'store-unavailable': 'the database file is not available just now',
  'store-access-denied': 'the database file cannot be opened or written; check its folder and permissions',
  'store-rejected': 'the database refused the data',
  internal: 'the database failed',
} as const;

// @source https://www.sqlite.org/rescode.html
const sqliteCodes: Record<string, readonly string[]> = {
  'store-unavailable': words(`
    SQLITE_BUSY SQLITE_LOCKED SQLITE_NOMEM SQLITE_IOERR SQLITE_FULL SQLITE_PROTOCOL SQLITE_SCHEMA SQLITE_INTERRUPT
    SQLITE_CORRUPT SQLITE_NOTADB SQLITE_READONLY`),
  'store-access-denied': words('SQLITE_PERM SQLITE_CANTOPEN SQLITE_AUTH'),
  'store-rejected': words('SQLITE_CONSTRAINT SQLITE_TOOBIG SQLITE_MISMATCH SQLITE_RANGE'),
  internal: ['SQLITE_ERROR', 'SQLITE_MISUSE'],
};

const notWritable = words('SQLITE_FULL SQLITE_IOERR SQLITE_READONLY');

const cases = Object.entries(sqliteCodes).flatMap(([code, names]) =>
  names.map((name) => [name, code as keyof typeof outcomes] as const),
);
const sqliteError = (sqliteCodeName: unknown, message = 'text') =>
  Object.assign(new Error(message), { sqliteCodeName });

describe('an error of SQLite', () => {
  test.each(cases)('%s is %s', (name, code) => {
    const thrown = sqliteError(name);
    expect(fromSqliteError(thrown, 'a.db')).toMatchObject({
      code,
      message: `${notWritable.includes(name) ? 'nothing can be written to the database file just now; look at its disk and permissions' : outcomes[code]} (a.db): text`,
      details: { file: 'a.db', driverCode: name },
      cause: thrown,
    });
  });

  test('about a table that is not there yet is unavailable', () => {
    expect(fromSqliteError(sqliteError('SQLITE_ERROR', 'no such table: t'), 'a.db').code).toBe(
      'store-unavailable',
    );
    expect(fromSqliteError(sqliteError('SQLITE_ERROR', 'there is no such table'), 'a.db').code).toBe(
      'internal',
    );
  });

  test('without a name has none in its details, as what is no error', () => {
    for (const thrown of [new Error('text'), 'text']) {
      const error = fromSqliteError(thrown, 'a.db');
      expect([error.code, error.message]).toEqual(['internal', 'the database failed (a.db): text']);
      expect(error.details).toEqual({ file: 'a.db' });
    }
  });

  test('of ours stays what it is', () => {
    const ours = fromSqliteError(sqliteError('SQLITE_BUSY'), 'a.db');
    expect(fromSqliteError(ours, 'b.db')).toBe(ours);
  });

  test('is busy by its name alone', () => {
    const thrown = [
      sqliteError('SQLITE_BUSY'),
      sqliteError('SQLITE_LOCKED'),
      new Error('SQLITE_BUSY'),
      'SQLITE_BUSY',
    ];
    expect(thrown.map(isBusy)).toEqual([true, false, false, false]);
  });
});
