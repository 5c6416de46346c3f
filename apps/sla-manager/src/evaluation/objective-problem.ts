import type { Unavailable } from '@forewarn/analysis';
import { ForewarnError } from '@forewarn/core';

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

/** Errors whose message is about the request or the objective, and holds nothing of a driver or an address. */
const tellable: ReadonlySet<string> = new Set([
  'too-many-series',
  'evaluation-timeout',
  'objective-unreadable',
  'invalid-selector',
]);

/** What is told of a failure: of servers and defects what the code means, since their messages hold addresses. */
export const objectiveProblem = (thrown: unknown): Unavailable => {
  const { code, message, meaning } = ForewarnError.from(thrown);
  return { reason: code, detail: tellable.has(code) ? message : meaning };
};
