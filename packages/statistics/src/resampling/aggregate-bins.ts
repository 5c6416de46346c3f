import { max, mean, min, sampleStandardDeviation } from 'simple-statistics';
import { isUnavailable, type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { binLast } from './bin-last.js';

/** Statistics over the last values of bins, in the unit of the values. */
export interface BinAggregates {
  /** Bins that have a value, ≥ 1. */
  readonly count: number;
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  /** Sample standard deviation (divided by count - 1); NaN when there is only one bin. */
  readonly standardDeviation: number;
}

/**
 * Extremes, mean and spread of the last value of each bin, empty bins skipped.
 * With bins of 12 h a day has two or three of them: these aggregates are coarse by definition.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, any order
 * @param values   `number[n]`, NaN for a missing value
 * @param binMs    width of a bin, a whole number of milliseconds ≥ 1; bins start at midnight UTC of the first day
 * @returns        the aggregates, or why there are none
 * @throws         {StatisticsError} `invalid-bin-width`, `length-mismatch`
 */
export function aggregateBins(timesMs: Series, values: Series, binMs: number): BinAggregates | Unavailable {
  const binned = binLast(timesMs, values, binMs);
  if (isUnavailable(binned)) return binned;
  const last = Array.from(binned.values).filter((value) => !Number.isNaN(value));
  if (last.length === 0)
    return unavailable('missing-values', `all ${values.length} values are missing (NaN)`);
  return {
    count: last.length,
    max: max(last),
    min: min(last),
    mean: mean(last),
    standardDeviation: last.length > 1 ? sampleStandardDeviation(last) : Number.NaN,
  };
}
