import type { Series } from './series.js';

/**
 * Whether all samples are equal.
 * Compared exactly: a computed variance of zero can also come from rounding or underflow.
 *
 * @param x  `number[n]`, finite
 * @returns  true when n ≤ 1 or all values are the same
 */
export function isConstant(x: Series): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false;
  return true;
}
