import { ForewarnError, type TimeRange } from '@forewarn/core';

/**
 * Refuses ranges that Prometheus would refuse, or whose milliseconds it would round.
 *
 * @throws {ForewarnError} `prometheus-rejected`
 */
export function requireRange({ startMs, endMs }: TimeRange): void {
  if (Number.isSafeInteger(startMs) && Number.isSafeInteger(endMs) && startMs <= endMs) return;
  throw new ForewarnError(
    'prometheus-rejected',
    `the time range ${startMs} to ${endMs} is not two whole epoch milliseconds of which the first is not later`,
    { details: { startMs, endMs } },
  );
}

/** @throws {ForewarnError} `prometheus-rejected` unless the step is a whole number of milliseconds, at least one */
export function requireStep(stepMs: number): void {
  if (Number.isSafeInteger(stepMs) && stepMs > 0) return;
  throw new ForewarnError(
    'prometheus-rejected',
    `the step ${stepMs} is not a whole number of milliseconds > 0`,
    {
      details: { stepMs },
    },
  );
}
