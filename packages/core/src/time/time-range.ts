/** A range of time, both ends included, in epoch milliseconds UTC. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * RFC 3339 in UTC, the form in which every time leaves Forewarn.
 *
 * @param ms  epoch milliseconds of the years 1 to 9999
 * @returns   such as `2026-01-02T03:04:05.678Z`
 */
export const toRfc3339 = (ms: number): string => new Date(ms).toISOString();

/**
 * The last multiple of `intervalMs` at or before `ms`, so that all processes cut time at the same places.
 *
 * @param ms          epoch milliseconds
 * @param intervalMs  > 0
 * @returns           a multiple of `intervalMs`, within (ms − intervalMs, ms]
 */
export const alignDown = (ms: number, intervalMs: number): number => Math.floor(ms / intervalMs) * intervalMs;
