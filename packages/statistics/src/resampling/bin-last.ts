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
  const { order, before, startsMs } = layout;
  const last = new Float64Array(startsMs.length);
  for (let bin = 0; bin < last.length; bin++) {
    let value = Number.NaN;
    // Backwards from the end of the bin: the first value that is there is the last.
    for (let i = before[bin + 1]! - 1; i >= before[bin]! && Number.isNaN(value); i--)
      value = values[order === undefined ? i : order[i]!]!;
    last[bin] = value;
  }
  return { timesMs: startsMs, values: last };
}
