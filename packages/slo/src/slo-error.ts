import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with a service level that is asked for. */
export const sloErrorCodes = {
  'sla-not-found': { kind: 'not-found', meaning: 'No SLA of that name exists.' },
  'sla-exists': { kind: 'conflict', meaning: 'An SLA of that name exists already.' },
  'objective-not-found': { kind: 'not-found', meaning: 'The SLA has no objective of that name.' },
  'indicator-not-found': { kind: 'not-found', meaning: 'No indicator of that name exists.' },
  'indicator-exists': { kind: 'conflict', meaning: 'An indicator of that name exists already.' },
  'indicator-in-use': {
    kind: 'failed-precondition',
    meaning: 'Objectives refer to the indicator, so it cannot be deleted, or be no ratio any more.',
  },
  'too-many-indicators': {
    kind: 'failed-precondition',
    meaning: 'As many indicators exist as may be defined.',
  },
  'too-many-series': {
    kind: 'failed-precondition',
    meaning: 'An indicator selects more series than are evaluated at once; narrow its selector.',
  },
  'too-many-slas': {
    kind: 'failed-precondition',
    meaning: 'As many SLAs exist as may be defined.',
  },
  'too-many-objectives': {
    kind: 'failed-precondition',
    meaning: 'An SLA, or all of them together, would have more objectives than may be defined.',
  },
  'evaluation-timeout': {
    kind: 'deadline-exceeded',
    meaning: 'An objective was not judged in the time that it has; the others were.',
  },
  'objective-unreadable': {
    kind: 'corrupt-data',
    meaning: 'What is stored of an objective cannot be read; the others can.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link sloErrorCodes}. */
export class SloError extends errorClass(sloErrorCodes) {}
