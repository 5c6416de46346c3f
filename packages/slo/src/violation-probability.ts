import type { ForecastPoint } from '@forewarn/analysis';
import { normalCdf, normalQuantile } from '@forewarn/statistics';
import type { Bounds } from './sla.js';

/**
 * Probability that the value at a forecast point is outside the closed interval.
 * The forecast's error is taken as normal on each side of the mean, with a standard deviation of that side's half-width
 * divided by z, the quantile at (1 + level) / 2; so an interval that is wider above than below makes the upper bound likelier
 * to break. Half of the mass lies on each side.
 *
 * @param point  mean within [lower, upper]
 * @param level  probability that the interval holds, within (0, 1)
 * @returns      0 to 1; where a half-width is 0, 1 if the mean is outside and 0 if not
 * @source       two-piece (split) normal with equal mass on the sides; z from the exact normal quantile
 */
export function violationProbability(
  { mean, lower, upper }: ForecastPoint,
  level: number,
  { min, max }: Bounds,
): number {
  const z = normalQuantile((1 + level) / 2);
  const deviationBelow = (mean - lower) / z;
  const deviationAbove = (upper - mean) / z;
  const below = min === undefined ? 0 : tail(mean - min, deviationBelow, deviationAbove);
  const above = max === undefined ? 0 : tail(max - mean, deviationAbove, deviationBelow);
  return Math.min(1, below + above);
}

/**
 * Mass beyond a bound.
 *
 * @param room      from the mean to the bound, negative when the mean is outside
 * @param towards   deviation on the bound's side of the mean
 * @param opposite  deviation on the other side, which counts when the mean is outside
 */
function tail(room: number, towards: number, opposite: number): number {
  const deviation = room >= 0 ? towards : opposite;
  if (!(deviation > 0)) return room >= 0 ? 0 : 1;
  return normalCdf(-room / deviation);
}
