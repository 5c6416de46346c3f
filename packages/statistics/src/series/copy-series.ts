import type { Series } from './series.js';

/**
 * A copy to work on.
 * `Float64Array.from` walks typed arrays by their iterator, which costs more than most methods of this package; hence the loop.
 *
 * @param x  `number[n]`, not mutated
 * @returns  `Float64Array[n]`
 */
export function copySeries(x: Series): Float64Array {
  const copy = new Float64Array(x.length);
  for (let i = 0; i < copy.length; i++) copy[i] = x[i]!;
  return copy;
}
