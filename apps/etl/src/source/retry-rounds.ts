import { doubledDelayMs } from '@forewarn/core';

/** A try that keeps failing is made at least this often: whoever has mended a query should not wait longer to see that it works. */
const longestMs = 15 * 60_000;

/** The longest that anything is left alone: one round where rounds are further apart than that. */
export const longestRetryDelayMs = (intervalMs: number): number => Math.max(longestMs, intervalMs);

/**
 * How long to leave alone what fails again and again: one round behind the first failure, then twice as long each time, up to a bound.
 * Without jitter: the workers of a round have to decide alike.
 *
 * @param failures    in a row, ≥ 1
 * @param intervalMs  from round to round
 * @returns           milliseconds, at least one round
 */
export const retryDelayMs = (failures: number, intervalMs: number): number =>
  doubledDelayMs(failures, { firstMs: intervalMs, longestMs: longestRetryDelayMs(intervalMs) });
