import { selectQuantile } from '../distributions/select-quantile.js';

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** Samples whose middle is what the next one is compared with: half an hour of minutes. */
const CENTRE_WIDTH = 30;

/** Samples that must lie before one that is compared: of fewer the middle follows each of them. */
export const FEWEST_BEFORE = 10;

/**
 * Where a series stood before a sample: the median of up to thirty samples before it, which one spike does not move.
 *
 * @param x  `Float64Array[n]`, finite
 * @param t  index of the sample, 1 ≤ t ≤ n
 * @returns  in the unit of the series
 */
export function centreBefore(x: Float64Array, t: number): number {
  return selectQuantile(x.slice(Math.max(0, t - CENTRE_WIDTH), t), 0.5);
}

/**
 * The same by the mean, at a twentieth of the cost. Summed as distances from the newest sample, so that it is exact where all are equal.
 *
 * @param x  `Float64Array[n]`, finite
 * @param t  index of the sample, 1 ≤ t ≤ n
 * @returns  in the unit of the series
 */
export function meanBefore(x: Float64Array, t: number): number {
  const newest = x[t - 1]!;
  const first = Math.max(0, t - CENTRE_WIDTH);
  let sum = 0;
  for (let i = first; i < t; i++) sum += x[i]! - newest;
  return newest + sum / (t - first);
}
