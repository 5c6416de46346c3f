import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What keeps a process from starting, listening, answering and stopping. */
export const lifecycleErrorCodes = {
  'address-in-use': {
    kind: 'failed-precondition',
    meaning: 'An address cannot be listened on: another program has it, or the system refuses it.',
  },
  'start-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'A service waited for something that it depends on, longer than it may.',
  },
  'host-not-allowed': {
    kind: 'permission-denied',
    httpStatus: 421,
    meaning: 'A request was meant for a name that the server does not answer to.',
  },
  'origin-not-allowed': {
    kind: 'permission-denied',
    meaning: 'A page of another server asked for something to be changed.',
  },
  'stop-timeout': { kind: 'deadline-exceeded', meaning: 'A service did not stop within its deadline.' },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link lifecycleErrorCodes}. */
export class LifecycleError extends errorClass(lifecycleErrorCodes) {}
