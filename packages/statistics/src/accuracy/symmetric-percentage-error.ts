import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { checkPaired } from './check-paired.js';

/**
 * Symmetric mean absolute percentage error (sMAPE), as a ratio.
 * Makridakis' form with both magnitudes in the denominator; a pair of zeros counts as no error.
 *
 * @param actual    `number[h]`, what happened, finite
 * @param forecast  `number[h]`, what was forecast
 * @returns         within [0, 2], 0.1 for 10 %; or why there is none
 * @throws          {StatisticsError} `length-mismatch`
 * @source          Makridakis & Hibon (2000), doi:10.1016/S0169-2070(00)00057-1
 */
export function symmetricPercentageError(actual: Series, forecast: Series): number | Unavailable {
  const problem = checkPaired(actual, forecast);
  if (problem !== undefined) return problem;
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const size = Math.abs(actual[i]!) + Math.abs(forecast[i]!);
    // Doubled after the division: twice the error of the smallest numbers could round to more than their sum.
    if (size > 0) sum += Math.abs(actual[i]! - forecast[i]!) / size;
  }
  return (2 * sum) / actual.length;
}
