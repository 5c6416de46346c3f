import type { Series } from '../series/series.js';

/**
 * What is left of a series after its least-squares line.
 *
 * @param x  `number[n]`, n ≥ 2, finite
 * @returns  `Float64Array[n]`, orthogonal to constants and lines but for rounding, in the unit of `x`
 */
export function removeLine(x: Series): Float64Array {
  const n = x.length;
  const middle = (n - 1) / 2;
  const base = x[0]!;
  let sum = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const value = x[i]! - base;
    sum += value;
    products += (i - middle) * value;
  }
  const slope = (12 * products) / (n * (n * n - 1));
  const start = sum / n - slope * middle;
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) rest[i] = x[i]! - base - (start + slope * i);
  return rest;
}
