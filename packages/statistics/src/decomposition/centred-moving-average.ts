import type { Series } from '../series/series.js';

/**
 * Moving average over one season: all weights equal for an odd period, half weights at both ends for an even one.
 * Every window is the end of one block and the beginning of the next, so that its sum takes one addition of two running
 * sums of its own samples. Nothing is subtracted again: neither an offset, nor length, nor a spike long ago costs digits.
 *
 * @param x         `number[n]`, finite
 * @param period    samples of one season, ≥ 2, ≤ n
 * @param twoSided  average around each sample, or over the samples up to it
 * @returns         `Float64Array[n]`, NaN where the window does not fit
 * @source          running blocks: van Herk (1992), doi:10.1016/0167-8655(92)90069-C
 */
export function centredMovingAverage(x: Series, period: number, twoSided: boolean): Float64Array {
  const n = x.length;
  const half = Math.floor(period / 2);
  const isEven = period % 2 === 0;
  const width = 2 * half + 1;
  const base = x[0]!;
  const average = new Float64Array(n);
  const ends = sumsToBlockEnd(x, width, base);
  const shift = twoSided ? half : 0;
  for (let start = 0; start + width <= n; start += width) {
    const last = Math.min(start + width, n - width + 1);
    // `beginning` is the part of the window that lies in the next block.
    let beginning = 0;
    for (let i = start, next = start + width; i < last; i++, next++) {
      if (i > start) beginning += x[next - 1]! - base;
      const sum = ends[i]! + beginning;
      const extra = isEven ? (x[i]! - base + (x[next - 1]! - base)) / 2 : 0;
      average[next - 1 - shift] = base + (sum - extra) / period;
    }
  }
  // Only the edges need marking: filling the whole first would take as long as the averages.
  average.fill(Number.NaN, 0, width - 1 - shift);
  average.fill(Number.NaN, n - shift);
  return average;
}

/** At each sample: the sum from it to the end of its block of `width` samples, less `base` each. */
function sumsToBlockEnd(x: Series, width: number, base: number): Float64Array {
  const n = x.length;
  const sums = new Float64Array(n);
  for (let start = 0; start < n; start += width) {
    let sum = 0;
    for (let i = Math.min(n, start + width) - 1; i >= start; i--) {
      sum += x[i]! - base;
      sums[i] = sum;
    }
  }
  return sums;
}
