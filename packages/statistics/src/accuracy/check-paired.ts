import { StatisticsError } from '../outcome/statistics-error.js';
import type { Unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';

/**
 * The preconditions of measures that compare series sample by sample: one length, at least one sample, all finite.
 *
 * @param actual  `number[n]`, what happened
 * @param others  series to compare with it
 * @returns       the first data precondition that fails, or `undefined`
 * @throws        {StatisticsError} `length-mismatch` when the lengths differ
 */
export function checkPaired(actual: Series, ...others: Series[]): Unavailable | undefined {
  for (const other of others) {
    if (other.length === actual.length) continue;
    throw new StatisticsError(
      'length-mismatch',
      `${actual.length} actual values but ${other.length} forecasts`,
    );
  }
  for (const series of [actual, ...others]) {
    const problem = checkSeries(series, 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
