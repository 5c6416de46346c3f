import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Root mean squared error (RMSE), which the mean of what may happen minimises; large misses weigh most.
 *
 * @param actual    `number[h]`, what happened, finite
 * @param forecast  `number[h]`, what was forecast
 * @returns         in the unit of the series, ≥ 0; or why there is none
 * @throws          {StatisticsError} `length-mismatch`
 * @source          Hyndman & Koehler (2006), doi:10.1016/j.ijforecast.2006.03.001
 */
export function rootMeanSquaredError(actual: Series, forecast: Series): number | Unavailable {
  const problem = checkPaired(actual, forecast);
  if (problem !== undefined) return problem;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) largest = Math.max(largest, Math.abs(actual[i]! - forecast[i]!));
  if (largest === 0) return 0;
  let sum = 0;
  // In units of the largest error: the squares of very small ones would vanish.
  for (let i = 0; i < actual.length; i++) sum += ((actual[i]! - forecast[i]!) / largest) ** 2;
  return largest * Math.sqrt(sum / actual.length);
}
