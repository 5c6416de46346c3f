import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with a record that holds no event. */
export const eventErrorCodes = {
  'invalid-event': {
    kind: 'invalid-argument',
    meaning: 'An event was decoded but its content contradicts itself; it goes to the dead-letter topic.',
  },
  'undecodable-event': {
    kind: 'corrupt-data',
    meaning: 'The bytes of an event cannot be decoded; it goes to the dead-letter topic.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link eventErrorCodes}. */
export class EventError extends errorClass(eventErrorCodes) {}

/** An event whose content contradicts itself. `at` names the field. */
export const invalidEvent = (at: string, problem: string): EventError =>
  new EventError('invalid-event', `the event contradicts itself: ${at} ${problem}`, {
    details: { field: at },
  });

/** An event whose bytes cannot be read. */
export const undecodableEvent = (problem: string, cause?: unknown): EventError =>
  new EventError('undecodable-event', `the event cannot be decoded: ${problem}`, { cause });
