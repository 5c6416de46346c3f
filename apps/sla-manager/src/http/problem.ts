import type { ErrorKind, ForewarnError } from '@forewarn/core';
import type { FieldError, Problem } from '../schemas/problem-schema.js';

/** The HTTP status of each kind of error. */
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

/** Seconds after which it is worth to try again what failed for a while. */
const retryAfterSeconds = 5;

/**
 * The body of an error answer. Of defects nothing but the fact is told: their messages are for the log.
 *
 * @param instance  the path that was asked for
 * @param errors    all mistakes of the request, where there is a list of them
 */
export function problemOf(error: ForewarnError, instance: string, errors?: readonly FieldError[]): Problem {
  const { code, kind, meaning, retryable, message } = error;
  const seconds = error.details.retryAfterSeconds;
  return {
    type: `urn:forewarn:error:${code}`,
    title: meaning,
    status: statusOf(error),
    detail: kind === 'internal' ? 'the server failed at this request; its log has the details' : message,
    instance,
    code,
    ...(retryable && { retryAfterSeconds: typeof seconds === 'number' ? seconds : retryAfterSeconds }),
    ...(errors && { errors: [...errors] }),
  };
}
