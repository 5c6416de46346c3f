import { requireProbability } from '../outcome/require-probability.js';
import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Mean interval score: the width of the interval plus a fine for every sample outside of it.
 * A proper score: it is lowest for the true quantiles, so neither too wide nor too narrow intervals pay off.
 *
 * @param actual  `number[h]`, what happened, finite
 * @param lower   `number[h]`, lower bounds
 * @param upper   `number[h]`, upper bounds
 * @param level   nominal coverage, a ratio; default 0.95
 * @returns       in the unit of the series, the lower the better; or why there is none
 * @throws        {StatisticsError} `length-mismatch`, `invalid-probability`
 * @source        Gneiting & Raftery (2007), doi:10.1198/016214506000001437, section 6.2
 */
export function intervalScore(
  actual: Series,
  lower: Series,
  upper: Series,
  level = 0.95,
): number | Unavailable {
  requireProbability(level, 'level');
  const problem = checkPaired(actual, lower, upper);
  if (problem !== undefined) return problem;
  const fine = 2 / (1 - level);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const outside = Math.max(0, lower[i]! - actual[i]!, actual[i]! - upper[i]!);
    sum += upper[i]! - lower[i]! + fine * outside;
  }
  return sum / actual.length;
}
