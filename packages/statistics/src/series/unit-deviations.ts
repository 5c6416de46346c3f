import { centre } from './centre.js';
import type { Series } from './series.js';

/**
 * Deviations from the mean, in units of the largest: what correlations are made of, so that squares of very small numbers do not
 * vanish. The mean is subtracted in two steps, rounded and then what the rounding left: at 1e12 a mean as a single number is wrong by
 * 1e-4, which is much beside a variation of 1e-2.
 *
 * @param x  `number[n]`, n ≥ 1, not constant, finite, squares in range, not mutated
 * @returns  `Float64Array[n]`, no unit, within [-1, 1], with mean zero up to the rounding of its own values
 */
export function unitDeviations(x: Series): Float64Array {
  const { values, rest } = centre(x);
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]! - rest));
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - rest) / largest;
  return values;
}
