/** A try that keeps failing is made at least this often, or each round where rounds are further apart. */
const longestMs = 15 * 60_000;

/**
 * How long to leave alone what fails again and again: one round behind the first failure, then twice as long each time, up to a bound.
 *
 * @param failures    in a row, ≥ 1
 * @param intervalMs  from round to round
 * @returns           milliseconds, at least one round
 */
export const retryDelayMs = (failures: number, intervalMs: number): number =>
  Math.min(Math.max(longestMs, intervalMs), intervalMs * 2 ** Math.min(failures - 1, 30));
