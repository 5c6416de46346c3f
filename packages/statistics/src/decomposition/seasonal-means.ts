import type { Series } from '../series/series.js';

/**
 * The mean deviation from a trend at each position of the season, normalised to average 0 (or 1) and repeated.
 *
 * @param x         `number[n]`, finite, n ≥ 2·period
 * @param trend     `Float64Array[n]`, NaN only at the edges; every position of the season must have one known value
 * @param period    samples of one season
 * @param model     deviations are differences or ratios
 * @returns         `Float64Array[n]`
 */
export function seasonalMeans(
  x: Series,
  trend: Float64Array,
  period: number,
  model: 'additive' | 'multiplicative',
): Float64Array {
  const means = positionMeans(x, trend, period, model);
  let average = 0;
  for (let k = 0; k < period; k++) average += means[k]! / period;
  for (let k = 0; k < period; k++)
    means[k] = model === 'additive' ? means[k]! - average : means[k]! / average;
  const seasonal = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += period) {
    seasonal.set(start + period <= x.length ? means : means.subarray(0, x.length - start), start);
  }
  return seasonal;
}

function positionMeans(x: Series, trend: Float64Array, period: number, model: string): Float64Array {
  let first = 0;
  while (Number.isNaN(trend[first]!)) first++;
  let end = x.length;
  while (Number.isNaN(trend[end - 1]!)) end--;
  const means = new Float64Array(period);
  for (let start = first - (first % period); start < end; start += period) {
    const [from, to] = [Math.max(0, first - start), Math.min(period, end - start)];
    if (model === 'additive') for (let k = from; k < to; k++) means[k]! += x[start + k]! - trend[start + k]!;
    else for (let k = from; k < to; k++) means[k]! += x[start + k]! / trend[start + k]!;
  }
  const seen = (count: number, k: number) => Math.floor((count - 1 - k) / period) + 1;
  for (let k = 0; k < period; k++) means[k]! /= seen(end, k) - seen(first, k);
  return means;
}
