import { isUnavailable, type Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { type BinnedSeries, timeBins } from './time-bins.js';

/**
 * The last value in each bin, as pandas' `resample(rule).last()`: missing values are skipped, of equal times the later wins.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, any order
 * @param values   `number[n]`, NaN for a missing value
 * @param binMs    width of a bin, a whole number of milliseconds ≥ 1; bins start at midnight UTC of the first day
 * @returns        one entry per bin, NaN for a bin without a value; or why there is none
 * @throws         {StatisticsError} `invalid-bin-width`, `length-mismatch`
 */
export function binLast(timesMs: Series, values: Series, binMs: number): BinnedSeries | Unavailable {
  const layout = timeBins(timesMs, values, binMs);
  if (isUnavailable(layout)) return layout;
  const { order, bins, startsMs } = layout;
  const last = new Float64Array(startsMs.length).fill(Number.NaN);
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]!]!;
    if (!Number.isNaN(value)) last[bins[i]!] = value;
  }
  return { timesMs: startsMs, values: last };
}
