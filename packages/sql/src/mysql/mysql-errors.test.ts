import { ForewarnError } from '@forewarn/core';
import { expect, test } from 'vitest';
import { fromMysqlError } from './mysql-errors.js';

// Codes, numbers and states as the manuals of MySQL 8.4 and MariaDB 10.11 list them.
test.each([
  ['a deadlock', { code: 'ER_LOCK_DEADLOCK', errno: 1213, sqlState: '40001' }, 'store-unavailable'],
  [
    'a lock wait time-out',
    { code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205, sqlState: 'HY000' },
    'store-unavailable',
  ],
  ['a lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }, 'store-unavailable'],
  ['a refused connection', { code: 'ECONNREFUSED', fatal: true }, 'store-unavailable'],
  ['a statement that took too long', { code: 'PROTOCOL_SEQUENCE_TIMEOUT' }, 'store-unavailable'],
  ['a shutdown', { code: 'ER_SERVER_SHUTDOWN', errno: 1053, sqlState: '08S01' }, 'store-unavailable'],
  ['a killed connection', { errno: 1927, sqlState: '70100' }, 'store-unavailable'],
  [
    'a table that is not there yet',
    { code: 'ER_NO_SUCH_TABLE', errno: 1146, sqlState: '42S02' },
    'store-unavailable',
  ],
  ['a full disk', { code: 'ER_RECORD_FILE_FULL', errno: 1114, sqlState: 'HY000' }, 'store-unavailable'],
  [
    'a wrong password',
    { code: 'ER_ACCESS_DENIED_ERROR', errno: 1045, sqlState: '28000', fatal: true },
    'store-access-denied',
  ],
  [
    'a value out of range',
    { code: 'ER_WARN_DATA_OUT_OF_RANGE', errno: 1264, sqlState: '22003' },
    'store-rejected',
  ],
  ['a text too long', { code: 'ER_DATA_TOO_LONG', errno: 1406, sqlState: '22001' }, 'store-rejected'],
  ['a duplicate', { code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' }, 'store-rejected'],
  [
    'a packet too large',
    { code: 'ER_NET_PACKET_TOO_LARGE', errno: 1153, sqlState: '08S01' },
    'store-rejected',
  ],
  ['a mistake in the SQL', { code: 'ER_PARSE_ERROR', errno: 1064, sqlState: '42000' }, 'internal'],
])('%s is %o: %s', (_, facts, code) => {
  const error = Object.assign(new Error('text'), facts);
  expect(fromMysqlError(error, 'db:3306/forewarn')).toMatchObject({ code, cause: error });
});

test('anything that is thrown becomes an error, and an error of ours stays what it is', () => {
  expect(fromMysqlError('what?', 'db')).toMatchObject({ code: 'internal' });
  const ours = new ForewarnError('cancelled', 'no');
  expect(fromMysqlError(ours, 'db')).toBe(ours);
});
