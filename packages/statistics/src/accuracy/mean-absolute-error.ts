import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Mean absolute error (MAE), which the median of what may happen minimises.
 *
 * @param actual    `number[h]`, what happened, finite
 * @param forecast  `number[h]`, what was forecast
 * @returns         in the unit of the series, ≥ 0; or why there is none
 * @throws          {StatisticsError} `length-mismatch`
 * @source          Hyndman & Koehler (2006), doi:10.1016/j.ijforecast.2006.03.001
 */
export function meanAbsoluteError(actual: Series, forecast: Series): number | Unavailable {
  const problem = checkPaired(actual, forecast);
  if (problem !== undefined) return problem;
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += Math.abs(actual[i]! - forecast[i]!);
  return sum / actual.length;
}
