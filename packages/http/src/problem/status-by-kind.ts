import type { ErrorKind } from '@forewarn/core';

/** The HTTP status of each kind of error; docs/errors.md has the same table. */
const statusByKind: Readonly<Record<ErrorKind, number>> = {
  'invalid-argument': 400,
  unauthenticated: 401,
  'permission-denied': 403,
  'not-found': 404,
  conflict: 409,
  'failed-precondition': 422,
  'resource-exhausted': 429,
  unavailable: 503,
  'deadline-exceeded': 504,
  // Who cancelled does not read the answer; what is left is a server that stops.
  cancelled: 503,
  'corrupt-data': 500,
  internal: 500,
};

/** The HTTP status of an error code. */
export const statusOf = ({
  kind,
  httpStatus,
}: {
  readonly kind: ErrorKind;
  readonly httpStatus?: number | undefined;
}): number => httpStatus ?? statusByKind[kind];

/** Kinds by their status. Of those that share one, the kind that is plain failure to who reads it: `unavailable`, `internal`. */
const kindByStatus: ReadonlyMap<number, ErrorKind> = new Map<number, ErrorKind>([
  ...(Object.entries(statusByKind) as [ErrorKind, number][]).map(([kind, status]): [number, ErrorKind] => [
    status,
    kind,
  ]),
  [statusByKind.unavailable, 'unavailable'],
]);

/**
 * What a status says of whether it is worth to try again, and of whose mistake it is: for clients of this API.
 *
 * @param status  from 400
 */
export const kindOfStatus = (status: number): ErrorKind =>
  kindByStatus.get(status) ?? (status < 500 ? 'invalid-argument' : 'internal');
