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
const isOwnFailure = (error: ForewarnError): boolean => ownCodes.has(error.code);

/** The failure of a server rather than of an objective, where it was so for all that was asked; else undefined. */
export function sharedFailure(errors: readonly ForewarnError[], asked: number): ForewarnError | undefined {
  return errors.length < asked || errors.some(isOwnFailure) ? undefined : errors[0];
}

/** What is told of a failure. */
export function objectiveProblem(thrown: unknown): Unavailable {
  const error = ForewarnError.from(thrown);
  return { reason: error.code, detail: publicMessage(error) };
}
