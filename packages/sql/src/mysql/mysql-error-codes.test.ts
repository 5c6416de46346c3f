import { describe, expect, test } from 'vitest';
import { mysqlErrorNumbers } from './mysql-error-numbers.js';
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
    ER_OPTION_PREVENTS_STATEMENT ER_READ_ONLY_MODE ER_SERVER_OFFLINE_MODE ER_UNKNOWN_COM_ERROR ER_BAD_DB_ERROR ER_NO_SUCH_TABLE ECONNREFUSED
    ECONNRESET ENOTFOUND EAI_AGAIN ETIMEDOUT EPIPE EHOSTUNREACH ENETUNREACH ECONNABORTED EMFILE PROTOCOL_CONNECTION_LOST HANDSHAKE_UNKNOWN_ERROR`),
  'store-access-denied': words(`
    ER_ACCESS_DENIED_ERROR ER_ACCESS_DENIED_NO_PASSWORD_ERROR ER_DBACCESS_DENIED_ERROR ER_TABLEACCESS_DENIED_ERROR
    ER_COLUMNACCESS_DENIED_ERROR ER_SPECIFIC_ACCESS_DENIED_ERROR ER_HOST_NOT_PRIVILEGED ER_NOT_SUPPORTED_AUTH_MODE
    ER_MUST_CHANGE_PASSWORD MYSQL_CLEAR_PASSWORD_NOT_ENABLED`),
  'store-rejected': words(`
    ER_NET_PACKET_TOO_LARGE ER_TRUNCATED_WRONG_VALUE_FOR_FIELD ER_TRUNCATED_WRONG_VALUE ER_CHECK_CONSTRAINT_VIOLATED
    ER_TOO_BIG_ROWSIZE`),
  internal: ['ER_PARSE_ERROR', 'ER_SYNTAX_PROTOCOL_', ''],
};

const notWritable = words('ER_DISK_FULL ER_RECORD_FILE_FULL ER_OPTION_PREVENTS_STATEMENT ER_READ_ONLY_MODE');

const cases = (codes: Record<string, readonly string[]>) =>
  Object.entries(codes).flatMap(([code, names]) =>
    names.map((name) => [name, code as keyof typeof outcomes] as const),
  );
const mysqlError = (facts: object) => Object.assign(new Error('text'), facts);

describe('an error of MySQL', () => {
  test.each(cases(mysqlCodes))('%s is %s', (name, code) => {
    expect(fromMysqlError(mysqlError({ code: name }), 'db:1/x')).toMatchObject({
      code,
      message: `${notWritable.includes(name) ? 'nothing can be written to the database just now' : outcomes[code]} (db:1/x): text`,
      details: name === '' ? { server: 'db:1/x' } : { server: 'db:1/x', driverCode: name },
    });
  });

  test.each([
    [1020, 'a row that another changed'],
    [1021, 'a full disk'],
    [1026, 'a file that cannot be written'],
    [1030, 'an engine that cannot write'],
    [1036, 'a table that can only be read'],
    [1040, 'too many connections'],
    [1041, 'no memory'],
    [1042, 'a host name that cannot be looked up'],
    [1043, 'a bad handshake'],
    [1053, 'a shutdown'],
    [1077, 'a normal shutdown'],
    [1078, 'a signal'],
    [1079, 'a shutdown that is complete'],
    [1080, 'a thread that is closed'],
    [1105, 'a failure behind a proxy'],
    [1114, 'a full table'],
    [1129, 'a host that is blocked'],
    [1152, 'a connection that is aborted'],
    [1154, 'a pipe that cannot be read'],
    [1155, 'a socket that cannot be set'],
    [1156, 'packets out of order'],
    [1157, 'a packet that cannot be uncompressed'],
    [1158, 'packets that cannot be read'],
    [1159, 'a time-out of reading'],
    [1160, 'packets that cannot be written'],
    [1161, 'a time-out of writing'],
    [1180, 'a commit that failed'],
    [1184, 'a new connection that is aborted'],
    [1203, 'too many connections of the user'],
    [1205, 'a lock that did not come'],
    [1213, 'a deadlock'],
    [1226, 'a user’s limit'],
    [1290, 'a server that only reads'],
    [1317, 'a query that was interrupted'],
    [1412, 'a table whose definition changed'],
    [1615, 'a statement to be prepared again'],
    [1792, 'a transaction that only reads'],
    [1836, 'a server in read-only mode'],
    [1874, 'an InnoDB that only reads'],
    [1927, 'a connection that MariaDB killed'],
    [1969, 'a time-out of MariaDB'],
    [2013, 'a connection that a proxy lost'],
    [3024, 'a time-out of MySQL'],
    [3032, 'a server that is offline'],
    [3100, 'a hook of replication that failed'],
    [3101, 'a transaction that its group rolled back'],
    [3168, 'a server that is not available'],
    [3169, 'a session that was killed'],
    [3572, 'a lock that is not waited for'],
    [3797, 'a group that is not consistent in time'],
    [4031, 'a client that was idle for too long'],
    [4145, 'a backup that holds its lock'],
    [9001, 'a server that a proxy does not reach'],
    [9099, 'the last number of a proxy'],
    [6141, 'a group that hands its connections over'],
    [6400, 'a server that is offline for a reason'],
    [10_000, 'the first of a server’s log'],
    [11_000, 'a member of a group'],
    [19_999, 'the last of a server’s log'],
  ])('of number %d, %s, is unavailable', (errno) => {
    expect(fromMysqlError(mysqlError({ errno }), 'db').code).toBe('store-unavailable');
  });

  test.each([
    [1251, 'an authentication that the client does not know'],
    [1524, 'an authentication that the server has not loaded'],
    [1862, 'a password that ran out'],
    [3118, 'an account that is locked'],
    [3159, 'a connection that should be encrypted'],
    [3955, 'an account locked by wrong passwords'],
    [4151, 'an account that MariaDB has locked'],
  ])('of number %d, %s, is access denied', (errno) => {
    expect(fromMysqlError(mysqlError({ errno, fatal: true }), 'db').code).toBe('store-access-denied');
  });

  test.each([
    [1197, 'a transaction larger than the binary log’s cache'],
    [1265, 'a value that would be cut'],
    [3231, 'a transaction larger than its group takes'],
    [3819, 'a value that a check refuses'],
  ])('of number %d, %s, is rejected', (errno) => {
    expect(fromMysqlError(mysqlError({ errno, sqlState: '01000' }), 'db').code).toBe('store-rejected');
  });

  test.each([
    [1054, 'a column that is not there'],
    [1064, 'SQL that cannot be parsed'],
    [1192, 'a lock of our own'],
    [1210, 'wrong arguments of a prepared statement'],
    [9000, 'a number below a proxy’s'],
    [9100, 'a number above a proxy’s'],
    [9999, 'a number below a log’s'],
    [20_000, 'a number above a log’s'],
  ])('of number %d, %s, is a defect', (errno) => {
    expect(fromMysqlError(mysqlError({ errno }), 'db').code).toBe('internal');
  });

  test('is told by its number where the driver names it by the other server’s list', () => {
    const locked = { errno: 4151, code: 'ER_BULK_PARSER_INCOMPLETE_ESCAPE_SEQUENCE' };
    expect(fromMysqlError(mysqlError(locked), 'db').code).toBe('store-access-denied');
    const misnamed = { errno: 1205, code: 'ER_ACCESS_DENIED_ERROR' };
    expect(fromMysqlError(mysqlError(misnamed), 'db').code).toBe('store-unavailable');
  });

  test('has one sort in the list, by number and by name', () => {
    const sorts = Object.values(mysqlErrorNumbers);
    const numbers = sorts.flatMap((sort) => Object.values(sort));
    const names = sorts.flatMap((sort) => Object.keys(sort));
    expect(numbers.length).toBeGreaterThan(130);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    ['22001', 'store-rejected'],
    ['23000', 'store-rejected'],
    ['24000', 'internal'],
    ['42223', 'internal'],
    ['08S01', 'store-unavailable'],
    ['40001', 'store-unavailable'],
    ['25006', 'store-unavailable'],
    ['25001', 'internal'],
    ['28000', 'store-access-denied'],
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
