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

/** Keys, labels and names stand in messages, however long others write them; each such message is a line of the log. */
const longestProblem = 1_000;
const longestField = 200;

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

/** An event whose content contradicts itself. `at` names the field. */
export function invalidEvent(at: string, problem: string): EventError {
  const field = cut(at, longestField);
  const message = `the event contradicts itself: ${field} ${cut(problem, longestProblem)}`;
  return new EventError('invalid-event', message, { details: { field } });
}

/** An event whose bytes cannot be read. */
export const undecodableEvent = (problem: string, cause?: unknown): EventError =>
  new EventError('undecodable-event', `the event cannot be decoded: ${cut(problem, longestProblem)}`, {
    cause,
  });
