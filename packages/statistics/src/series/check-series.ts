import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from './series.js';

/** Beyond this the sums of squares of a long series can overflow; no metric comes near it. */
const LARGEST_MAGNITUDE = 1e140;

/**
 * The preconditions that every method shares: long enough, nothing missing, nothing infinite, squares in range.
 *
 * @param x              `number[n]`, any n
 * @param minimumLength  the fewest samples the method can work with
 * @returns              the first precondition that fails, or `undefined` when all hold
 */
export function checkSeries(x: Series, minimumLength: number): Unavailable | undefined {
  const n = x.length;
  if (n < minimumLength) {
    return unavailable('too-few-samples', `needs at least ${minimumLength} samples, has ${n}`);
  }
  for (let i = 0; i < n; i++) {
    if (!(Math.abs(x[i]!) <= LARGEST_MAGNITUDE)) return describeOffender(x[i]!, i, n);
  }
  return undefined;
}

function describeOffender(value: number, index: number, n: number): Unavailable {
  const where = `sample ${index + 1} of ${n}`;
  if (Number.isNaN(value)) return unavailable('missing-values', `${where} is missing (NaN)`);
  if (!Number.isFinite(value)) return unavailable('not-finite', `${where} is ${value}`);
  return unavailable('out-of-range', `${where} is ${value}, beyond ±${LARGEST_MAGNITUDE}`);
}
