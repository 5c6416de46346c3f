import { type ErrorCode, ForewarnError } from '@forewarn/core';
import { mysqlErrorNumbers } from './mysql-error-numbers.js';
import { type LoginFacts, loginHint, tlsFault } from './mysql-tls-faults.js';

/** What a caller can do about each sort of the server's errors. A transaction that met a conflict is done again by whoever began it. */
const codesBySort: Readonly<Record<keyof typeof mysqlErrorNumbers, ErrorCode>> = {
  turnedAway: 'store-unavailable',
  connectionLost: 'store-unavailable',
  interrupted: 'store-unavailable',
  conflict: 'store-unavailable',
  notWritable: 'store-unavailable',
  exhausted: 'store-unavailable',
  beingMended: 'store-unavailable',
  denied: 'store-access-denied',
  invalid: 'store-rejected',
};

/** Names without a number: Node's of the network, and mysql2's own, beside those that begin with `PROTOCOL_`. */
const codesOfTheClient: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'store-unavailable',
  ECONNRESET: 'store-unavailable',
  ECONNABORTED: 'store-unavailable',
  ENOTFOUND: 'store-unavailable',
  EAI_AGAIN: 'store-unavailable',
  ETIMEDOUT: 'store-unavailable',
  EPIPE: 'store-unavailable',
  EHOSTUNREACH: 'store-unavailable',
  EHOSTDOWN: 'store-unavailable',
  ENETUNREACH: 'store-unavailable',
  ENETDOWN: 'store-unavailable',
  EADDRNOTAVAIL: 'store-unavailable',
  EMFILE: 'store-unavailable',
  ENFILE: 'store-unavailable',
  HANDSHAKE_UNKNOWN_ERROR: 'store-unavailable',
  // Of the network below TLS; what is wrong with TLS itself is told before these are looked at.
  HANDSHAKE_SSL_ERROR: 'store-unavailable',
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: 'store-access-denied',
};

const entries = Object.entries(mysqlErrorNumbers).flatMap(([sort, numbers]) =>
  Object.entries(numbers).map(
    ([name, number]) => [name, number, codesBySort[sort as keyof typeof mysqlErrorNumbers]] as const,
  ),
);
const codesByNumber = new Map(entries.map(([, number, code]) => [number, code]));
const codesByName = new Map([
  ...entries.map(([name, , code]) => [name, code] as const),
  ...Object.entries(codesOfTheClient),
]);

/** Classes of SQL states, for errors that the list does not have. */
const codesByState: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^2[23]/, 'store-rejected'],
  [/^28/, 'store-access-denied'],
  // Connection exceptions, transactions rolled back, transactions that only read.
  [/^(08|40|25006)/, 'store-unavailable'],
];

interface DriverError {
  readonly code?: string;
  readonly message?: string;
  readonly syscall?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/**
 * Translates whatever mysql2 throws. An error that is unknown stays `internal`, so that nobody takes it for bad
 * data and throws the data away.
 *
 * @param server  `host:port/database`, for the message
 * @param login   how the connection was made, where the error is of its making
 */
export function fromMysqlError(thrown: unknown, server: string, login?: LoginFacts): ForewarnError {
  if (thrown instanceof ForewarnError) return thrown;
  const facts: DriverError = thrown instanceof Error ? (thrown as DriverError) : {};
  const text = thrown instanceof Error ? thrown.message.trim() || facts.code : String(thrown);
  const details = { server, ...(facts.code ? { driverCode: facts.code } : {}) };
  const fault = tlsFault(facts);
  if (fault !== undefined)
    return new ForewarnError('store-tls-failed', `${fault} (${server}): ${text}`, { details, cause: thrown });
  const code = classify(facts);
  const isRefusal = isNotWritable(facts);
  const said = isRefusal ? nothingWritten.said : (outcome[code] ?? 'the database failed');
  const hint = grantHint(facts.errno) + (login ? loginHint(facts.errno, login) : '');
  return new ForewarnError(code, `${said}${hint} (${server}): ${text}`, {
    details,
    cause: thrown,
    ...(isRefusal && { told: nothingWritten.told }),
  });
}

const grantNumbers = new Set<unknown>([
  mysqlErrorNumbers.denied.ER_DBACCESS_DENIED_ERROR,
  mysqlErrorNumbers.denied.ER_TABLEACCESS_DENIED_ERROR,
]);

/** What to do where an account is let in and has no right to a database or table. */
const grantHint = (errno: number | undefined): string =>
  grantNumbers.has(errno) ? '; db/accounts.sql grants the account of each service what it needs' : '';

/** What is said of a database that takes no writes, to the log and to outsiders. */
export const nothingWritten = {
  said: 'nothing can be written to the database just now',
  told: 'Nothing can be written to the database just now.',
} as const;

const outcome: Partial<Record<ErrorCode, string>> = {
  'store-access-denied': 'the database does not let this user in; check user, password and grants',
  'store-unavailable': 'the database is not available just now',
  'store-rejected': 'the database refused the data',
};

const notWritableNumbers = new Set<unknown>(Object.values(mysqlErrorNumbers.notWritable));
const notWritableNames = new Set(Object.keys(mysqlErrorNumbers.notWritable));

const isNotWritable = ({ code = '', errno = 0 }: DriverError): boolean =>
  errno === 0 ? notWritableNames.has(code) : notWritableNumbers.has(errno);

/** What a question shows, too (see `assertWritableSession`), which then knows better than what an earlier write met. */
const shownByAsking = new Set(
  ['ER_OPTION_PREVENTS_STATEMENT', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION', 'ER_INNODB_READ_ONLY'].flatMap(
    (name) => [name, mysqlErrorNumbers.notWritable[name]],
  ),
);

/**
 * Whether an error of ours says that nothing can be written for a reason that no question shows: a full disk, or a statement that
 * waited in vain, as it does while the server itself waits for room.
 */
export const isWriteRefusal = (error: unknown): boolean => {
  if (!(error instanceof ForewarnError) || !(error.cause instanceof Error)) return false;
  const facts = error.cause as DriverError;
  if (shownByAsking.has(facts.errno || facts.code)) return false;
  return isNotWritable(facts) || facts.code === 'PROTOCOL_SEQUENCE_TIMEOUT';
};

const lostCodes = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'ECONNABORTED', 'EPIPE']);

/** Whether an error of ours says that the connection was lost, and nothing of the server: it may have been so since it was last used. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof ForewarnError) || !(error.cause instanceof Error)) return false;
  const { code, fatal } = error.cause as DriverError;
  // mysql2 has no code for a command on a connection that it has closed.
  return code === undefined ? fatal === true : lostCodes.has(code);
}

/** The number comes first: mysql2 names all by MySQL's list, whichever server sent it. */
function classify({ code = '', errno = 0, sqlState = '', fatal }: DriverError): ErrorCode {
  const listed = codesByNumber.get(errno) ?? codesByName.get(code);
  if (listed !== undefined) return listed;
  if (code.startsWith('PROTOCOL_') || isOfCluster(errno)) return 'store-unavailable';
  const ofState = codesByState.find(([states]) => states.test(sqlState));
  if (ofState !== undefined) return ofState[1];
  return fatal ? 'store-unavailable' : 'internal';
}

/**
 * Numbers beyond those that a server has for its clients: of ProxySQL and TiDB, when a server behind them does not answer, and of
 * MySQL's log, which plugins such as group replication hand on to the clients of a member that left its group.
 */
const isOfCluster = (errno: number): boolean =>
  (errno >= 9001 && errno <= 9099) || (errno >= 10_000 && errno <= 19_999);
