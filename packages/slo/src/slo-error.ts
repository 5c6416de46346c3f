import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with a service level that is asked for. */
export const sloErrorCodes = {
  'sla-not-found': { kind: 'not-found', meaning: 'No SLA of that name exists.' },
  'sla-exists': { kind: 'conflict', meaning: 'An SLA of that name exists already.' },
  'too-many-series': {
    kind: 'failed-precondition',
    meaning: 'An indicator selects more series than are evaluated at once; narrow its selector.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link sloErrorCodes}. */
export class SloError extends errorClass(sloErrorCodes) {}
