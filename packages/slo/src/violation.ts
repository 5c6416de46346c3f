import type { MinuteSamples } from './minute-means.js';
import type { Bounds, Objective } from './sla.js';

/** The end of an interval that was crossed. */
export type BoundName = 'min' | 'max';

/** A one-minute sample outside the closed interval [min, max]. */
export interface Violation {
  /** The minute's start, epoch milliseconds. */
  readonly timestampMs: number;
  /** In the unit of the series. */
  readonly value: number;
  readonly bound: BoundName;
}

/**
 * Which bound a value violates: `min` below the closed interval, `max` above it, null within it.
 *
 * @param value  finite, in the unit of the bounds
 */
export function violatedBound(
  value: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds,
): BoundName | null {
  if (value < min) return 'min';
  return value > max ? 'max' : null;
}

/**
 * How far a value is outside the interval.
 *
 * @param value  finite, in the unit of the bounds
 * @returns  distance to the violated bound in the unit of the series, ≥ 0; 0 within the interval
 */
export function distanceOutside(
  value: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds,
): number {
  return Math.max(0, min - value, value - max);
}

/** What says whether a minute is violated. */
export type MinuteRule = Pick<Objective, 'bounds' | 'minEventsPerMinute'>;

/** Which bound a minute violates; none where it has fewer events than it must have to be judged. */
export const boundOfMinute = (
  { values, weights }: MinuteSamples,
  at: number,
  { bounds, minEventsPerMinute = 0 }: MinuteRule,
): BoundName | null =>
  weights && weights[at]! < minEventsPerMinute ? null : violatedBound(values[at]!, bounds);

/**
 * The minutes whose sample is outside the closed interval.
 *
 * @returns  oldest first
 */
export function findViolations(samples: MinuteSamples, rule: MinuteRule): Violation[] {
  const violations: Violation[] = [];
  for (let at = 0; at < samples.values.length; at += 1) {
    const bound = boundOfMinute(samples, at, rule);
    if (bound) violations.push({ timestampMs: samples.timesMs[at]!, value: samples.values[at]!, bound });
  }
  return violations;
}
