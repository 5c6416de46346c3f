import { normalQuantile } from './normal-quantile.js';

/**
 * Normal numbers spread evenly over their law: one from each of `count` equally likely strata, in random order, and so for
 * each of `dimensions` (a Latin hypercube). What is nearly a sum of them has far less noise in its mean and its first quantiles than with independent draws.
 *
 * @param count        numbers per dimension, ≥ 1
 * @param dimensions   independent orders
 * @param nextUniform  source of uniform numbers within (0, 1)
 * @returns            `Float64Array[dimensions][count]`, mean 0 and variance about 1 in each
 * @source             McKay, Beckman & Conover (1979), doi:10.2307/1268522; shuffle: Fisher & Yates, Durstenfeld (1964)
 */
export function stratifiedNormals(
  count: number,
  dimensions: number,
  nextUniform: () => number,
): Float64Array[] {
  const scores = new Float64Array(count);
  for (let i = 0; 2 * i < count; i++) {
    const score = normalQuantile((i + 0.5) / count);
    scores[i] = score;
    scores[count - 1 - i] = -score;
  }
  return Array.from({ length: dimensions }, () => shuffled(scores, nextUniform));
}

function shuffled(values: Float64Array, nextUniform: () => number): Float64Array {
  const copy = Float64Array.from(values);
  for (let i = copy.length - 1; i > 0; i--) {
    const other = Math.floor(nextUniform() * (i + 1));
    const held = copy[i]!;
    copy[i] = copy[other]!;
    copy[other] = held;
  }
  return copy;
}
