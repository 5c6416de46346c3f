import type { Unavailable } from '@forewarn/analysis';
import { ForewarnError, publicMessage } from '@forewarn/core';

/** Causes that lie with the objective itself: asking again, or for another objective, has nothing to do with them. */
const ownCodes: ReadonlySet<string> = new Set([
  'too-many-series',
  'evaluation-timeout',
  'objective-unreadable',
  'invalid-selector',
  'prometheus-rejected',
]);

/** Whether a failure says nothing about other objectives, so that it is a state of this one even when it is the only one. */
export const isOwnFailure = (error: ForewarnError): boolean => ownCodes.has(error.code);

/** What is told of a failure. */
export function objectiveProblem(thrown: unknown): Unavailable {
  const error = ForewarnError.from(thrown);
  return { reason: error.code, detail: publicMessage(error) };
}
