const SAMPLED = 200;
const LIMIT = 6;

/**
 * A copy of a series in which lone outliers have the value of a neighbour. A median of three knows a spike from a step: it
 * moves the one and leaves the other alone.
 *
 * @param x  `Float64Array[n]`, n ≥ 3
 * @returns  `Float64Array[n]`; values are changed that lie outside of both neighbours (of the next two, at an end) by six times the usual distance
 */
export function removeSpikes(x: Float64Array): Float64Array {
  const n = x.length;
  const medians = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = Math.min(n - 2, Math.max(1, i));
    medians[i] = medianOfThree(x[at - 1]!, x[at]!, x[at + 1]!);
  }
  const step = Math.ceil(n / SAMPLED);
  const sizes = new Float64Array(Math.floor(n / step));
  for (let k = 0; k < sizes.length; k++) sizes[k] = Math.abs(x[k * step]! - medians[k * step]!);
  const limit = LIMIT * sizes.sort()[Math.floor(0.75 * sizes.length)]!;
  return x.map((value, i) => (Math.abs(value - medians[i]!) > limit ? medians[i]! : value));
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
