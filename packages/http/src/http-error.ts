import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with an HTTP request before a handler sees it, or why there is no time for it. */
export const httpErrorCodes = {
  'route-not-found': { kind: 'not-found', meaning: 'The HTTP server has nothing at that path.' },
  'request-too-large': {
    kind: 'invalid-argument',
    httpStatus: 413,
    meaning: 'The body of a request is larger than the server reads.',
  },
  'method-not-allowed': {
    kind: 'invalid-argument',
    httpStatus: 405,
    meaning: 'The HTTP server has that path, but not for this method.',
  },
  'unsupported-media-type': {
    kind: 'invalid-argument',
    httpStatus: 415,
    meaning: 'The body of a request is not of a type that the server reads.',
  },
  'precondition-failed': {
    kind: 'failed-precondition',
    httpStatus: 412,
    meaning: 'What `If-Match` names is not what the server has now: somebody changed it in between.',
  },
  'idempotency-key-reused': {
    kind: 'failed-precondition',
    meaning: 'An `Idempotency-Key` came before with another request.',
  },
  'idempotency-key-in-use': {
    kind: 'conflict',
    meaning: 'The first request with that `Idempotency-Key` is still being worked on.',
  },
  'request-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'An answer took longer than a request may take; ask for a shorter window.',
  },
  'answer-too-large': {
    kind: 'failed-precondition',
    meaning: 'An answer would be longer than one may be; ask for less.',
  },
  overloaded: {
    kind: 'unavailable',
    meaning: 'The server has more requests waiting than it queues; try again shortly.',
  },
  'upstream-unavailable': {
    kind: 'unavailable',
    meaning: 'The service that a request is forwarded to cannot be reached, or does not answer in time.',
  },
  'rate-limited': {
    kind: 'resource-exhausted',
    meaning: 'One client sent more requests than the server allows in a minute.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link httpErrorCodes}. */
export class HttpError extends errorClass(httpErrorCodes) {}
