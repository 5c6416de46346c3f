import { type ForewarnError, publicMessage } from '@forewarn/core';
import type { FieldError, Problem } from './problem-schema.js';
import { statusOf } from './status-by-kind.js';

/** Seconds after which it is worth to try again what failed for a while. */
const retryAfterSeconds = 5;

/**
 * The body of an error answer. What the message says of servers, drivers and defects is for the log.
 *
 * @param instance  the path that was asked for
 * @param errors    all mistakes of the request, where there is a list of them
 */
export function problemOf(error: ForewarnError, instance: string, errors?: readonly FieldError[]): Problem {
  const { code, meaning, retryable } = error;
  const seconds = error.details.retryAfterSeconds;
  return {
    type: `urn:forewarn:error:${code}`,
    title: meaning,
    status: statusOf(error),
    detail: publicMessage(error),
    instance,
    code,
    ...(retryable && { retryAfterSeconds: typeof seconds === 'number' ? seconds : retryAfterSeconds }),
    ...(errors && { errors: [...errors] }),
  };
}
