import type { ErrorDefinitions } from './error-definition.js';

/**
 * The codes that all parts share, those of the ports among them. What only one part throws is registered by that part:
 * see `errorClass`. docs/errors.md lists all of them; a test compares the two.
 */
export const errorCodes = {
  'config-invalid': {
    kind: 'invalid-argument',
    meaning: 'A setting is missing or has a value that cannot be used.',
  },
  'invalid-duration': {
    kind: 'invalid-argument',
    meaning: 'A duration is not of the form 90s, 10m, 1h30m or 7d.',
  },
  'invalid-selector': {
    kind: 'invalid-argument',
    meaning: 'A series selector is not of the form metric{label="value"}, or a pattern in it is too large.',
  },
  'invalid-request': {
    kind: 'invalid-argument',
    meaning: 'A request over REST or gRPC, or a command, does not have the form it should.',
  },
  'prometheus-unavailable': {
    kind: 'unavailable',
    meaning: 'Prometheus cannot be reached or answers with a server error.',
  },
  'prometheus-timeout': { kind: 'deadline-exceeded', meaning: 'Prometheus did not answer in time.' },
  /** Tried again, since tokens are replaced while processes run, and nobody else is to stop for it. */
  'prometheus-access-denied': {
    kind: 'unavailable',
    meaning: 'Prometheus, or a proxy before it, does not accept who asks.',
  },
  'prometheus-rejected': {
    kind: 'invalid-argument',
    meaning: 'Prometheus refused a query as wrong or too large.',
  },
  'prometheus-malformed': {
    kind: 'corrupt-data',
    meaning: 'What answered is not a Prometheus, or its answer is damaged.',
  },
  'native-histogram': {
    kind: 'failed-precondition',
    meaning: 'A series consists of native histograms, which have no single value.',
  },
  'event-log-unavailable': {
    kind: 'unavailable',
    meaning: 'The event log (Kafka, or the embedded file) cannot be reached just now.',
  },
  'event-log-rejected': {
    kind: 'failed-precondition',
    meaning: 'The event log refused a record or a request for good, such as a record over its size limit.',
  },
  'event-log-access-denied': {
    kind: 'permission-denied',
    meaning: 'Kafka does not let this process in, or not do what it needs to.',
  },
  'unreadable-records': {
    kind: 'corrupt-data',
    meaning:
      'The event log cannot read records that it holds, such as a damaged batch; they are passed over.',
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
  'store-tls-failed': {
    kind: 'permission-denied',
    meaning: 'The database cannot be spoken to by TLS as the settings demand it.',
  },
  'migration-failed': {
    kind: 'failed-precondition',
    meaning: 'A schema migration failed, or changed after it was applied.',
  },
  'data-directory-unusable': {
    kind: 'failed-precondition',
    meaning: 'The data directory cannot be created or written, or another process uses it.',
  },
  cancelled: { kind: 'cancelled', meaning: 'The caller no longer wants the answer.' },
  internal: {
    kind: 'internal',
    meaning: 'A defect in Forewarn. Please report it with the log lines around it.',
  },
} as const satisfies ErrorDefinitions;

/** A code that all parts share. */
export type ErrorCode = keyof typeof errorCodes;
