/**
 * What went wrong, in the vocabulary that every edge translates from: one row per kind in docs/errors.md
 * gives the gRPC status, the HTTP status and what a consumer does with the record.
 */
export type ErrorKind =
  | 'invalid-argument'
  | 'unauthenticated'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'failed-precondition'
  | 'resource-exhausted'
  | 'unavailable'
  | 'deadline-exceeded'
  | 'cancelled'
  | 'corrupt-data'
  | 'internal';

const retryableKinds: ReadonlySet<ErrorKind> = new Set([
  'resource-exhausted',
  'unavailable',
  'deadline-exceeded',
]);

/**
 * Whether the same call may succeed later without anybody changing it.
 *
 * @returns  the column "retry" of the table in docs/errors.md
 */
export const isRetryableKind = (kind: ErrorKind): boolean => retryableKinds.has(kind);

const recordFaultKinds: ReadonlySet<ErrorKind> = new Set([
  'invalid-argument',
  'not-found',
  'conflict',
  'failed-precondition',
  'corrupt-data',
]);

/**
 * Whether a consumer's failure is the record's own fault: it would fail each time, and everywhere, so the consumer puts the
 * record aside and goes on. All else is either retried or ends the consumer. A `conflict` says that something else stands where the
 * record's content belongs; where the same stands there it is done, and a writer reports success.
 *
 * @returns  the column "a consumer" of the table in docs/errors.md
 */
export const isRecordFaultKind = (kind: ErrorKind): boolean => recordFaultKinds.has(kind);
