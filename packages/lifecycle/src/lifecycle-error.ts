import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What keeps a process from starting, listening and stopping. */
export const lifecycleErrorCodes = {
  'address-in-use': {
    kind: 'failed-precondition',
    meaning: 'An address cannot be listened on: another program has it, or the system refuses it.',
  },
  'start-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'A service waited for something that it depends on, longer than it may.',
  },
  'stop-timeout': { kind: 'deadline-exceeded', meaning: 'A service did not stop within its deadline.' },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link lifecycleErrorCodes}. */
export class LifecycleError extends errorClass(lifecycleErrorCodes) {}
