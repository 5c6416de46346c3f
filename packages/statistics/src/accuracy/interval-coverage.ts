import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * The share of samples that fell inside their interval, bounds included; to be compared with the nominal level.
 *
 * @param actual  `number[h]`, what happened, finite
 * @param lower   `number[h]`, lower bounds
 * @param upper   `number[h]`, upper bounds
 * @returns       ratio within [0, 1]; or why there is none
 * @throws        {StatisticsError} `length-mismatch`
 */
export function intervalCoverage(actual: Series, lower: Series, upper: Series): number | Unavailable {
  const problem = checkPaired(actual, lower, upper);
  if (problem !== undefined) return problem;
  let inside = 0;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i]! >= lower[i]! && actual[i]! <= upper[i]!) inside++;
  }
  return inside / actual.length;
}
