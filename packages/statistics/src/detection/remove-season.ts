/**
 * What is left of a series after the mean of each position of its season.
 *
 * @param y       `Float64Array[n]`, n ≥ period, finite
 * @param period  samples of one season, ≥ 1
 * @returns       `Float64Array[n]`, in the unit of `y`
 */
export function removeSeason(y: Float64Array, period: number): Float64Array {
  const n = y.length;
  const means = new Float64Array(period);
  for (let start = 0; start < n; start += period) {
    const end = Math.min(period, n - start);
    for (let k = 0; k < end; k++) means[k]! += y[start + k]!;
  }
  const cycles = Math.floor(n / period);
  for (let k = 0; k < period; k++) means[k]! /= k < n - cycles * period ? cycles + 1 : cycles;
  const rest = new Float64Array(n);
  for (let start = 0; start < n; start += period) {
    const end = Math.min(period, n - start);
    for (let k = 0; k < end; k++) rest[start + k] = y[start + k]! - means[k]!;
  }
  return rest;
}
