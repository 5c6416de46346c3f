import type { Series } from '../series/series.js';

/**
 * Moving average over one season: all weights equal for an odd period, half weights at both ends for an even one.
 * The window slides over differences to the first sample and carries its rounding error along (Neumaier), so that neither
 * a large offset nor a long series costs digits.
 *
 * @param x         `number[n]`, finite
 * @param period    samples of one season, ≥ 2, ≤ n
 * @param twoSided  average around each sample, or over the samples up to it
 * @returns         `Float64Array[n]`, NaN where the window does not fit
 */
export function centredMovingAverage(x: Series, period: number, twoSided: boolean): Float64Array {
  const n = x.length;
  const half = Math.floor(period / 2);
  const isEven = period % 2 === 0;
  const shift = twoSided ? half : 0;
  const width = 2 * half + 1;
  const base = x[0]!;
  const average = new Float64Array(n).fill(Number.NaN);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    for (let side = 0; side < 2; side++) {
      if (side === 1 && i < width) break;
      const term = side === 0 ? x[i]! - base : base - x[i - width]!;
      const next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
      sum = next;
    }
    if (i < width - 1) continue;
    const ends = isEven ? (x[i]! - base + (x[i - width + 1]! - base)) / 2 : 0;
    average[i - shift] = base + (sum + lost - ends) / period;
  }
  return average;
}
