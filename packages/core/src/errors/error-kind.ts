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

/** Whether the same call may succeed later without anybody changing it. */
export const isRetryableKind = (kind: ErrorKind): boolean => retryableKinds.has(kind);
