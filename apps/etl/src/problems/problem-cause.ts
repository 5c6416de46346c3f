import type { ForewarnError } from '@forewarn/core';
import type { ProblemCause } from './problem-tracker.js';

/** Kinds of errors as Prometheus names them: nothing that a stranger could write. */
const errorTypeForm = /^[a-z_]{1,40}$/;

/**
 * What an error says to people who have no log: its meaning, and the facts that no address or text of a driver is among.
 *
 * @param error  of a query, or of what was made of its answer
 */
export function causeOf({ code, meaning, details }: ForewarnError): ProblemCause {
  const { status, errorType } = details;
  const facts = [
    ...(typeof status === 'number' ? [`HTTP status ${status}`] : []),
    ...(typeof errorType === 'string' && errorTypeForm.test(errorType) ? [errorType] : []),
  ];
  const detail = facts.length > 0 ? `${meaning} It said: ${facts.join(', ')}.` : meaning;
  return { code, detail, isTriedEachRound: false };
}
