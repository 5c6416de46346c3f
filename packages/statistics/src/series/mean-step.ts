/**
 * How much a series moves from sample to sample on average: the unit of scaled errors.
 *
 * @param x      `Float64Array[n]`, finite
 * @param count  first samples that are taken, 2 to n; default all
 * @returns      mean absolute difference of neighbours, ≥ 0, in the unit of the series
 */
export function meanStep(x: Float64Array, count = x.length): number {
  let sum = 0;
  for (let i = 1; i < count; i++) sum += Math.abs(x[i]! - x[i - 1]!);
  return sum / (count - 1);
}
