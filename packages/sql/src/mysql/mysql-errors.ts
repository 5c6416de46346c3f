import { type ErrorCode, ForewarnError } from '@forewarn/core';

const accessDenied = new Set([
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_COLUMNACCESS_DENIED_ERROR',
  'ER_SPECIFIC_ACCESS_DENIED_ERROR',
  'ER_HOST_NOT_PRIVILEGED',
  'ER_NOT_SUPPORTED_AUTH_MODE',
  'ER_MUST_CHANGE_PASSWORD',
]);

/** Conditions that pass, or that somebody mends while we wait, such as a schema that was not migrated yet. */
const unavailable = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_TABLE_FULL',
  'ER_CHECKREAD',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_HOST_IS_BLOCKED',
  'ER_NEW_ABORTING_CONNECTION',
  'ER_ABORTING_CONNECTION',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  'ER_UNKNOWN_STMT_HANDLER',
  'ER_MAX_PREPARED_STMT_COUNT_REACHED',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_OUT_OF_RESOURCES',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_UNKNOWN_COM_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_NO_SUCH_TABLE',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Numbers that mysql2 does not name, or that MariaDB and MySQL name differently. */
const unavailableNumbers = new Set([1020, 1053, 1077, 1184, 1290, 1317, 1836, 1927, 1969, 3024, 3169, 4031]);

const rejected = new Set([
  'ER_NET_PACKET_TOO_LARGE',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_TRUNCATED_WRONG_VALUE',
  'ER_CHECK_CONSTRAINT_VIOLATED',
  'ER_TOO_BIG_ROWSIZE',
]);

interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/**
 * Translates whatever mysql2 throws. An error that is unknown stays `internal`, so that nobody takes it for bad
 * data and throws the data away.
 *
 * @param server  `host:port/database`, for the message
 */
export function fromMysqlError(thrown: unknown, server: string): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  const facts: DriverError = thrown instanceof Error ? (thrown as DriverError) : {};
  const code = classify(facts);
  const text = thrown instanceof Error ? thrown.message || facts.code : String(thrown);
  const details = { server, ...(facts.code ? { driverCode: facts.code } : {}) };
  return new ForewarnError(code, `${outcome[code] ?? 'the database failed'} (${server}): ${text}`, {
    details,
    cause: thrown,
  });
}

const outcome: Partial<Record<ErrorCode, string>> = {
  'store-access-denied': 'the database does not let this user in; check user, password and grants',
  'store-unavailable': 'the database is not available just now',
  'store-rejected': 'the database refused the data',
};

function classify({ code = '', errno = 0, sqlState = '', fatal }: DriverError): ErrorCode {
  if (accessDenied.has(code)) return 'store-access-denied';
  if (rejected.has(code)) return 'store-rejected';
  if (unavailable.has(code) || unavailableNumbers.has(errno) || code.startsWith('PROTOCOL_')) {
    return 'store-unavailable';
  }
  if (/^2[23]/.test(sqlState)) return 'store-rejected';
  if (fatal || sqlState.startsWith('08')) return 'store-unavailable';
  return 'internal';
}
