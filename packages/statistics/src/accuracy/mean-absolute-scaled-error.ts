import { requireInteger } from '../outcome/require-integer.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Mean absolute scaled error (MASE): the error in units of what "as one season ago" (or "as last") errs in the training data.
 * Below 1 the forecast beats that rule; it can be averaged over series of any unit.
 *
 * @param actual    `number[h]`, what happened, finite
 * @param forecast  `number[h]`, what was forecast
 * @param training  `number[n]`, n > period, the samples before
 * @param period    samples of one season, 1 without a season (default)
 * @returns         no unit, ≥ 0; or why there is none
 * @throws          {StatisticsError} `length-mismatch`, `invalid-period`
 * @source          Hyndman & Koehler (2006), doi:10.1016/j.ijforecast.2006.03.001
 */
export function meanAbsoluteScaledError(
  actual: Series,
  forecast: Series,
  training: Series,
  period = 1,
): number | Unavailable {
  requireInteger(period, 1, 'invalid-period', 'period');
  const problem = checkPaired(actual, forecast) ?? checkSeries(training, period + 1);
  if (problem !== undefined) return problem;
  let naive = 0;
  for (let i = period; i < training.length; i++) naive += Math.abs(training[i]! - training[i - period]!);
  if (naive === 0) {
    return unavailable(
      'constant-series',
      `the ${training.length} training samples repeat themselves exactly`,
    );
  }
  let error = 0;
  for (let i = 0; i < actual.length; i++) error += Math.abs(actual[i]! - forecast[i]!);
  const scaled = error / actual.length / (naive / (training.length - period));
  return Number.isFinite(scaled) ? scaled : unavailable('not-finite', `the scaled error is ${scaled}`);
}
