import { describe, expect, test } from 'vitest';
import { fromMysqlError } from './mysql-errors.js';

const words = (text: string) => text.trim().split(/\s+/);

/** What a caller of the store reads of a code. */
const outcomes = {
  'store-unavailable': 'the database is not available just now',
  'store-access-denied': 'the database does not let this user in; check user, password and grants',
  'store-rejected': 'the database refused the data',
  internal: 'the database failed',
} as const;

const mysqlCodes: Record<string, readonly string[]> = {
  // Server error messages and client errors of the manuals of MySQL 8.4 and MariaDB 10.11, and Node's system errors.
  'store-unavailable': words(`
    ER_LOCK_DEADLOCK ER_LOCK_WAIT_TIMEOUT ER_LOCK_TABLE_FULL ER_CHECKREAD ER_SERVER_SHUTDOWN ER_NORMAL_SHUTDOWN
    ER_CON_COUNT_ERROR ER_TOO_MANY_USER_CONNECTIONS ER_USER_LIMIT_REACHED ER_HOST_IS_BLOCKED ER_NEW_ABORTING_CONNECTION
    ER_ABORTING_CONNECTION ER_CONNECTION_KILLED ER_QUERY_INTERRUPTED ER_QUERY_TIMEOUT ER_STATEMENT_TIMEOUT
    ER_UNKNOWN_STMT_HANDLER ER_MAX_PREPARED_STMT_COUNT_REACHED ER_DISK_FULL ER_RECORD_FILE_FULL ER_OUT_OF_RESOURCES
    ER_OPTION_PREVENTS_STATEMENT ER_READ_ONLY_MODE ER_UNKNOWN_COM_ERROR ER_BAD_DB_ERROR ER_NO_SUCH_TABLE ECONNREFUSED
    ECONNRESET ENOTFOUND EAI_AGAIN ETIMEDOUT EPIPE EHOSTUNREACH ENETUNREACH PROTOCOL_CONNECTION_LOST`),
  'store-access-denied': words(`
    ER_ACCESS_DENIED_ERROR ER_ACCESS_DENIED_NO_PASSWORD_ERROR ER_DBACCESS_DENIED_ERROR ER_TABLEACCESS_DENIED_ERROR
    ER_COLUMNACCESS_DENIED_ERROR ER_SPECIFIC_ACCESS_DENIED_ERROR ER_HOST_NOT_PRIVILEGED ER_NOT_SUPPORTED_AUTH_MODE
    ER_MUST_CHANGE_PASSWORD`),
  'store-rejected': words(`
    ER_NET_PACKET_TOO_LARGE ER_TRUNCATED_WRONG_VALUE_FOR_FIELD ER_TRUNCATED_WRONG_VALUE ER_CHECK_CONSTRAINT_VIOLATED
    ER_TOO_BIG_ROWSIZE`),
  internal: ['ER_PARSE_ERROR', 'ER_SYNTAX_PROTOCOL_', ''],
};

const cases = (codes: Record<string, readonly string[]>) =>
  Object.entries(codes).flatMap(([code, names]) =>
    names.map((name) => [name, code as keyof typeof outcomes] as const),
  );
const mysqlError = (facts: object) => Object.assign(new Error('text'), facts);

describe('an error of MySQL', () => {
  test.each(cases(mysqlCodes))('%s is %s', (name, code) => {
    expect(fromMysqlError(mysqlError({ code: name }), 'db:1/x')).toMatchObject({
      code,
      message: `${outcomes[code]} (db:1/x): text`,
      details: name === '' ? { server: 'db:1/x' } : { server: 'db:1/x', driverCode: name },
    });
  });

  test.each([1020, 1053, 1077, 1184, 1290, 1317, 1836, 1927, 1969, 3024, 3169, 4031])(
    'of number %d is unavailable',
    (errno) => {
      expect(fromMysqlError(mysqlError({ errno }), 'db').code).toBe('store-unavailable');
    },
  );

  test.each([
    ['22001', 'store-rejected'],
    ['23000', 'store-rejected'],
    ['24000', 'internal'],
    ['42223', 'internal'],
    ['08S01', 'store-unavailable'],
    ['HY008', 'internal'],
  ])('of state %s is %s', (sqlState, code) => {
    expect(fromMysqlError(mysqlError({ sqlState }), 'db').code).toBe(code);
  });

  test('that is fatal is unavailable, unless the data was refused', () => {
    expect(fromMysqlError(mysqlError({ fatal: true }), 'db').code).toBe('store-unavailable');
    expect(fromMysqlError(mysqlError({ fatal: true, sqlState: '22001' }), 'db').code).toBe('store-rejected');
  });

  test('without a text is told by its code, and what is no error by itself', () => {
    const silent = Object.assign(new Error(''), { code: 'ETIMEDOUT' });
    expect(fromMysqlError(silent, 'db').message).toBe(
      'the database is not available just now (db): ETIMEDOUT',
    );
    expect(fromMysqlError('what?', 'db')).toMatchObject({
      message: 'the database failed (db): what?',
      details: { server: 'db' },
      cause: 'what?',
    });
  });
});
