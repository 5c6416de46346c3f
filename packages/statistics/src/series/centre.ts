import type { Series } from './series.js';

/** A series moved to mean zero, and what was subtracted. */
export interface CentredSeries {
  /** `Float64Array[n]`, the input minus `offset`. */
  readonly values: Float64Array;
  /** The rounded mean of the input, in its unit. */
  readonly offset: number;
  /** What the rounding left of the mean: that of `values`, in the same unit. */
  readonly rest: number;
}

/**
 * Moves a series to (nearly) mean zero.
 * Methods that ignore an offset lose digits when it is large against the variation (bytes around 1e10 that move by a
 * few): the subtraction here is exact in that very case, because the values lie within a factor two of the mean.
 *
 * @param x  `number[n]`, n ≥ 1, finite, squares in range, not mutated
 * @returns  the centred copy, the offset, and what is left
 * @source   Knuth, The Art of Computer Programming 2, section 4.2.2, theorem B
 */
export function centre(x: Series): CentredSeries {
  const n = x.length;
  const first = x[0]!;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i]! - first;
  const above = sum / n;
  const offset = first + above;
  // Exact, by the two-sum of Knuth: no second pass has to find it.
  const added = offset - first;
  const rest = first - (offset - added) + (above - added);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = x[i]! - offset;
  return { values, offset, rest };
}
