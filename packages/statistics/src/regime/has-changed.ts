import { FEWEST_BEFORE, meanBefore } from './centre-before.js';

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** Lengths of the newest part that are tried, up to the longest regime: from six on each is about 1.3 times the one before. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 46, 60] as const;
/** Positions before the newest part that it is compared with, five hours of minutes, and the fewest of them. */
const COMPARED = 300;
const FEWEST_COMPARED = 10;
/** How much larger the mean square of the newest part has to be than any before. */
const FACTOR = 1.2;

/**
 * Whether the newest samples lie farther from where the series stood than any as many in a row did before.
 * The past is its own yardstick: what it has seen, in spikes, seasons or drifts, is no change.
 *
 * @param x        `Float64Array[n]`, finite, squares in range
 * @param longest  samples that the newest part may have, ≥ 1
 */
export function hasChanged(x: Float64Array, longest: number): boolean {
  const start = Math.max(FEWEST_BEFORE, x.length - COMPARED - longest);
  const centres = new Float64Array(Math.max(0, x.length - start));
  for (let i = 0; i < centres.length; i++) centres[i] = meanBefore(x, start + i);
  return LENGTHS.some((length) => length <= longest && isUnlikeAll(x, length, centres, start));
}

function isUnlikeAll(x: Float64Array, length: number, centres: Float64Array, start: number): boolean {
  const newest = x.length - length;
  const first = Math.max(start, newest - length - COMPARED);
  if (newest - length - first + 1 < FEWEST_COMPARED) return false;
  const bar = squaresFrom(x, newest, length, centres[newest - start]!) / FACTOR;
  // Latest first: what is like the newest part mostly lies right before it.
  for (let t = newest - length; t >= first; t--)
    if (squaresFrom(x, t, length, centres[t - start]!) >= bar) return false;
  return true;
}

function squaresFrom(x: Float64Array, from: number, length: number, centre: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += (x[i]! - centre) ** 2;
  return sum;
}
