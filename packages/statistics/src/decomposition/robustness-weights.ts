/**
 * Bisquare weights of residuals: near 1 for small ones, 0 beyond six median magnitudes.
 *
 * @param residuals  `Float64Array[n]`, n ≥ 1
 * @returns          `Float64Array[n]` within [0, 1]; all 1 when more than half of the residuals are 0
 * @source           Cleveland et al. (1990), STL, section 3.4, with the original's limits at 0.1 % and 99.9 %
 */
export function robustnessWeights(residuals: Float64Array): Float64Array {
  const n = residuals.length;
  const sizes = residuals.map(Math.abs);
  const sorted = Float64Array.from(sizes).sort();
  const middle = Math.floor(n / 2);
  const limit = 3 * (sorted[middle]! + sorted[n - middle - 1]!);
  return sizes.map((size) => {
    if (size <= 0.001 * limit) return 1;
    return size <= 0.999 * limit ? (1 - (size / limit) ** 2) ** 2 : limit === 0 ? 1 : 0;
  });
}
