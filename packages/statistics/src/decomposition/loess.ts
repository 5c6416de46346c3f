/** Robustness weights of the points of a local regression; absent: all 1. */
export type PointWeights = Float64Array | undefined;

/**
 * Local linear regression at one position, with tricube weights.
 *
 * @param y         values at the positions 0, 1, …
 * @param n         how many of them count
 * @param window    points that the smoother spans, odd; may exceed n, which widens the weights
 * @param at        where to estimate, may lie one step outside of [0, n - 1]
 * @param left      first point of the neighbourhood
 * @param right     last point of it, included
 * @param weights   robustness weights
 * @returns         the estimate; NaN when all weights vanish
 * @source          Cleveland et al. (1990), STL, J. Official Statistics 6(1), section 2.2 and the authors' Fortran
 */
export function loessAt(
  y: Float64Array,
  n: number,
  window: number,
  at: number,
  left: number,
  right: number,
  weights: PointWeights,
): number {
  const reach = Math.max(at - left, right - at) + (window > n ? Math.floor((window - n) / 2) : 0);
  let total = 0;
  let first = 0;
  for (let i = left; i <= right; i++) {
    const weight = tricube(Math.abs(i - at), reach) * (weights === undefined ? 1 : weights[i]!);
    total += weight;
    first += weight * (i - at);
  }
  if (!(total > 0)) return Number.NaN;
  const centre = first / total;
  let spread = 0;
  let height = 0;
  let tilt = 0;
  for (let i = left; i <= right; i++) {
    const weight = (tricube(Math.abs(i - at), reach) * (weights === undefined ? 1 : weights[i]!)) / total;
    const distance = i - at - centre;
    spread += weight * distance * distance;
    height += weight * y[i]!;
    tilt += weight * distance * y[i]!;
  }
  // Where the weight sits on one point a slope has no meaning: the original falls back to the mean.
  return Math.sqrt(spread) > 0.001 * (n - 1) ? height - (centre * tilt) / spread : height;
}

function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0;
  if (distance <= 0.001 * reach) return 1;
  const ratio = distance / reach;
  const rest = 1 - ratio * ratio * ratio;
  return rest * rest * rest;
}

/**
 * Local linear regression at every position of a series, over the nearest `window` points.
 *
 * @param y        values at the positions 0, 1, …
 * @param n        how many of them count
 * @param window   odd number of points
 * @param weights  robustness weights
 * @param out      receives the estimates, from `offset` on
 * @param offset   where to start in `out`
 */
export function loessSmooth(
  y: Float64Array,
  n: number,
  window: number,
  weights: PointWeights,
  out: Float64Array,
  offset: number,
): void {
  const span = Math.min(window, n);
  const half = Math.floor((window + 2) / 2);
  let left = 0;
  for (let i = 0; i < n; i++) {
    if (window < n && i + 1 > half && left + span < n) left++;
    const value = loessAt(y, n, window, i, left, left + span - 1, weights);
    out[offset + i] = Number.isNaN(value) ? y[i]! : value;
  }
}
