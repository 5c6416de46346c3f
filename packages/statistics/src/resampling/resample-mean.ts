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
  const sums = new Float64Array(layout.startsMs.length);
  const counts = new Uint32Array(layout.startsMs.length);
  layout.order.forEach((sample, i) => {
    if (Number.isNaN(values[sample]!)) return;
    const bin = layout.bins[i]!;
    sums[bin]! += values[sample]!;
    counts[bin]!++;
  });
  // 0/0 is the NaN that stands for an empty bin.
  return { timesMs: layout.startsMs, values: sums.map((sum, bin) => sum / counts[bin]!) };
}
