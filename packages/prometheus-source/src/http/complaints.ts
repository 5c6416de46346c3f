import { ForewarnError } from '@forewarn/core';

/** A query that is wrong or too large. */
export const rejected = (message: string, details: ForewarnError['details'], told?: string): ForewarnError =>
  new ForewarnError('prometheus-rejected', message, { details, ...(told !== undefined && { told }) });

/** An answer that is none of Prometheus. */
export const unreadable = (
  target: string,
  problem: string,
  details: ForewarnError['details'] = {},
): ForewarnError =>
  new ForewarnError('prometheus-malformed', `the answer of ${target} cannot be read: ${problem}`, {
    details: { target, ...details },
  });
