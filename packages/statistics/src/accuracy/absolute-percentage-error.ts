import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Mean absolute percentage error (MAPE), as a ratio. It has no value where anything was 0, and punishes forecasts that
 * are too high more than those that are too low: prefer the scaled error to compare series.
 *
 * @param actual    `number[h]`, what happened, finite, nowhere 0
 * @param forecast  `number[h]`, what was forecast
 * @returns         ≥ 0, 0.1 for 10 %; or why there is none
 * @throws          {StatisticsError} `length-mismatch`
 * @source          Hyndman & Koehler (2006), doi:10.1016/j.ijforecast.2006.03.001
 */
export function absolutePercentageError(actual: Series, forecast: Series): number | Unavailable {
  const problem = checkPaired(actual, forecast);
  if (problem !== undefined) return problem;
  let sum = 0;
  for (let i = 0; i < actual.length; i++)
    sum += Math.abs((actual[i]! - forecast[i]!) / actual[i]!) / actual.length;
  return Number.isFinite(sum) ? sum : unavailable('not-finite', 'an actual value is 0, or as good as 0');
}
