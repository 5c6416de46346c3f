import { requireProbability } from '../outcome/require-probability.js';
import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Mean quantile loss, or pinball loss: the error of a forecast quantile, which the true quantile minimises.
 *
 * @param actual    `number[h]`, what happened, finite
 * @param forecast  `number[h]`, the forecast quantile
 * @param level     which quantile, a ratio: 0.9 for a value that nine in ten stay below
 * @returns         in the unit of the series, ≥ 0; at level 0.5 half of the mean absolute error; or why there is none
 * @throws          {StatisticsError} `length-mismatch`, `invalid-probability`
 * @source          Koenker & Bassett (1978), doi:10.2307/1913643
 */
export function quantileLoss(actual: Series, forecast: Series, level: number): number | Unavailable {
  requireProbability(level, 'level');
  const problem = checkPaired(actual, forecast);
  if (problem !== undefined) return problem;
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = actual[i]! - forecast[i]!;
    sum += error >= 0 ? level * error : (level - 1) * error;
  }
  return sum / actual.length;
}
