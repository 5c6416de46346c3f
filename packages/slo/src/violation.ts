import type { MinuteSamples } from './minute-means.js';
import type { Bounds } from './sla.js';

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

/**
 * The minutes whose sample is outside the closed interval.
 *
 * @returns  oldest first
 */
export function findViolations(samples: MinuteSamples, bounds: Bounds): Violation[] {
  const violations: Violation[] = [];
  for (let at = 0; at < samples.values.length; at += 1) {
    const value = samples.values[at]!;
    const bound = violatedBound(value, bounds);
    if (bound) violations.push({ timestampMs: samples.timesMs[at]!, value, bound });
  }
  return violations;
}
