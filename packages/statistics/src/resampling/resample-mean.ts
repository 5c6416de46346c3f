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
  const { order, bins, startsMs } = layout;
  const means = new Float64Array(startsMs.length);
  const counts = new Uint32Array(startsMs.length);
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]!]!;
    if (Number.isNaN(value)) continue;
    means[bins[i]!]! += value;
    counts[bins[i]!]!++;
  }
  // 0/0 is the NaN that stands for an empty bin.
  for (let bin = 0; bin < means.length; bin++) means[bin]! /= counts[bin]!;
  return { timesMs: startsMs, values: means };
}
