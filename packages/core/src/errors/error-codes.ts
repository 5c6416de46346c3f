import type { ErrorKind } from './error-kind.js';

/**
 * The closed registry of error codes: each code, its kind, and what it means for the person who meets it.
 * docs/errors.md lists the same codes; a test compares the two.
 */
export const errorCodes = {
  'config-invalid': {
    kind: 'invalid-argument',
    meaning: 'A setting is missing or has a value that cannot be used.',
  },
  'unknown-profile': {
    kind: 'invalid-argument',
    meaning: 'No analysis profile of that name exists.',
  },
  'invalid-duration': {
    kind: 'invalid-argument',
    meaning: 'A duration is not of the form 90s, 10m, 1h30m or 7d.',
  },
  'invalid-selector': {
    kind: 'invalid-argument',
    meaning: 'A series selector is not of the form metric{label="value"}.',
  },
  'invalid-request': {
    kind: 'invalid-argument',
    meaning: 'A request over REST or gRPC, or a command, does not have the form it should.',
  },
  'invalid-input-file': {
    kind: 'invalid-argument',
    meaning: 'A file or standard input is not a Prometheus range-query response.',
  },
  'invalid-event': {
    kind: 'invalid-argument',
    meaning: 'An event was decoded but its content contradicts itself; it goes to the dead-letter topic.',
  },
  'undecodable-event': {
    kind: 'corrupt-data',
    meaning: 'The bytes of an event cannot be decoded; it goes to the dead-letter topic.',
  },
  'sla-not-found': { kind: 'not-found', meaning: 'No SLA of that name exists.' },
  'route-not-found': { kind: 'not-found', meaning: 'The HTTP server has nothing at that path.' },
  'sla-exists': { kind: 'conflict', meaning: 'An SLA of that name exists already.' },
  'request-too-large': {
    kind: 'invalid-argument',
    meaning: 'The body of a request is larger than the server reads.',
  },
  'method-not-allowed': {
    kind: 'invalid-argument',
    meaning: 'The HTTP server has that path, but not for this method.',
  },
  'unsupported-media-type': {
    kind: 'invalid-argument',
    meaning: 'The body of a request is not of a type that the server reads.',
  },
  'too-many-series': {
    kind: 'failed-precondition',
    meaning: 'An indicator selects more series than are evaluated at once; narrow its selector.',
  },
  'request-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'An answer took longer than a request may take; ask for a shorter window.',
  },
  overloaded: {
    kind: 'unavailable',
    meaning: 'The server has more requests waiting than it queues; try again shortly.',
  },
  'rate-limited': {
    kind: 'resource-exhausted',
    meaning: 'One client sent more requests than the server allows in a minute.',
  },
  'too-many-results': {
    kind: 'resource-exhausted',
    meaning: 'An answer in one piece would hold more results than it may; narrow the selector.',
  },
  'watcher-too-slow': {
    kind: 'resource-exhausted',
    meaning: 'A client that watches analyses takes them more slowly than they come, and was let go.',
  },
  'prometheus-unavailable': {
    kind: 'unavailable',
    meaning: 'Prometheus cannot be reached or answers with a server error.',
  },
  'prometheus-timeout': { kind: 'deadline-exceeded', meaning: 'Prometheus did not answer in time.' },
  'prometheus-rejected': {
    kind: 'invalid-argument',
    meaning: 'Prometheus refused a query as wrong or too large.',
  },
  'prometheus-malformed': {
    kind: 'corrupt-data',
    meaning: 'What answered is not a Prometheus, or its answer is damaged.',
  },
  'recording-invalid': {
    kind: 'corrupt-data',
    meaning: 'A recording cannot be read as saved range-query responses.',
  },
  'event-log-unavailable': {
    kind: 'unavailable',
    meaning: 'The event log (Kafka, or the embedded file) cannot be reached just now.',
  },
  'event-log-rejected': {
    kind: 'failed-precondition',
    meaning: 'The event log refused a record or a request for good, such as a record over its size limit.',
  },
  'store-unavailable': {
    kind: 'unavailable',
    meaning: 'The database cannot be reached, or gave up a transaction that may be tried again.',
  },
  'store-rejected': {
    kind: 'failed-precondition',
    meaning: 'The database refused a statement for good, such as a value out of range.',
  },
  'store-access-denied': {
    kind: 'permission-denied',
    meaning: 'The database does not accept the user or the password.',
  },
  'migration-failed': {
    kind: 'failed-precondition',
    meaning: 'A schema migration failed, changed after it was applied, or is newer than this program.',
  },
  'retrieval-unavailable': {
    kind: 'unavailable',
    meaning: 'The retrieval service cannot be reached over gRPC.',
  },
  'sla-manager-unavailable': { kind: 'unavailable', meaning: 'The SLA manager cannot be reached over HTTP.' },
  'address-in-use': {
    kind: 'failed-precondition',
    meaning: 'An address cannot be listened on: another program has it, or the system refuses it.',
  },
  'data-directory-unusable': {
    kind: 'failed-precondition',
    meaning: 'The data directory cannot be created or written, or another process uses it.',
  },
  'start-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'A service waited for something that it depends on, longer than it may.',
  },
  'stop-timeout': { kind: 'deadline-exceeded', meaning: 'A service did not stop within its deadline.' },
  cancelled: { kind: 'cancelled', meaning: 'The caller no longer wants the answer.' },
  internal: {
    kind: 'internal',
    meaning: 'A defect in Forewarn. Please report it with the log lines around it.',
  },
} as const satisfies Record<string, { readonly kind: ErrorKind; readonly meaning: string }>;

/** A code of the registry. */
export type ErrorCode = keyof typeof errorCodes;
