import { isUnavailable, type Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { type BinnedSeries, timeBins } from './time-bins.js';

/**
 * The mean of each bin, as pandas' `resample(rule).mean()`: missing values are skipped.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, any order
 * @param values   `number[n]`, NaN for a missing value
 * @param binMs    width of a bin, a whole number of milliseconds ≥ 1; bins start at midnight UTC of the first day
 * @returns        one entry per bin, NaN for a bin without a value; or why there is none
 * @throws         {StatisticsError} `invalid-bin-width`, `length-mismatch`
 */
export function resampleMean(timesMs: Series, values: Series, binMs: number): BinnedSeries | Unavailable {
  const layout = timeBins(timesMs, values, binMs);
  if (isUnavailable(layout)) return layout;
  const { order, before, startsMs } = layout;
  const means = new Float64Array(startsMs.length);
  for (let bin = 0; bin < means.length; bin++) {
    let sum = 0;
    let count = 0;
    for (let i = before[bin]!; i < before[bin + 1]!; i++) {
      const value = values[order === undefined ? i : order[i]!]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    // 0/0 is the NaN that stands for an empty bin.
    means[bin] = sum / count;
  }
  return { timesMs: startsMs, values: means };
}
