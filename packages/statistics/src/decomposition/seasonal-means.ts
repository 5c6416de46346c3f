import type { Series } from '../series/series.js';

/**
 * The mean deviation from a trend at each position of the season, normalised to average 0 (or 1) and repeated.
 *
 * @param x       `number[n]`, finite, n ≥ 2·period
 * @param trend   `Float64Array[n]`, NaN where unknown; every position of the season must have one known value
 * @param period  samples of one season
 * @param model   deviations are differences or ratios
 * @returns       `Float64Array[n]`
 */
export function seasonalMeans(
  x: Series,
  trend: Float64Array,
  period: number,
  model: 'additive' | 'multiplicative',
): Float64Array {
  const means = new Float64Array(period);
  let total = 0;
  for (let position = 0; position < period; position++) {
    let sum = 0;
    let count = 0;
    for (let i = position; i < x.length; i += period) {
      if (Number.isNaN(trend[i]!)) continue;
      sum += model === 'additive' ? x[i]! - trend[i]! : x[i]! / trend[i]!;
      count++;
    }
    means[position] = sum / count;
    total += means[position]!;
  }
  const average = total / period;
  const seasonal = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const mean = means[i % period]!;
    seasonal[i] = model === 'additive' ? mean - average : mean / average;
  }
  return seasonal;
}
