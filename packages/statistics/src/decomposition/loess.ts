/** Robustness weights of the points of a local regression; absent: all 1. */
export type PointWeights = Float64Array | undefined;

/** How a local regression smooths. */
export interface Smoother {
  /** Points that it spans, odd; may exceed the series, which widens the weights. */
  readonly window: number;
  /** Local lines (1) or local means (0). */
  readonly degree: 0 | 1;
  /** Estimate at every so many points only, and connect them by lines; 1 for all. */
  readonly jump: number;
}

/** Values to smooth: the first `count` of `values`, at the positions 0, 1, …, with their weights. */
export interface LoessPoints {
  readonly values: Float64Array;
  readonly count: number;
  readonly weights: PointWeights;
}

/**
 * Local regression at one position, with tricube weights.
 *
 * @param points    what to smooth
 * @param smoother  window and degree
 * @param at        where to estimate, may lie one step outside of [0, count - 1]
 * @param left      first of the neighbours; there are as many as the window and the points allow
 * @returns         the estimate; NaN when all weights vanish
 * @source          Cleveland et al. (1990), STL, J. Official Statistics 6(1), section 2.2 and the authors' Fortran
 */
export function loessAt(points: LoessPoints, { window, degree }: Smoother, at: number, left: number): number {
  const { values, count, weights } = points;
  const right = left + Math.min(window, count) - 1;
  const reach = Math.max(at - left, right - at) + (window > count ? Math.floor((window - count) / 2) : 0);
  let [total, first, second, height, product] = [0, 0, 0, 0, 0];
  const base = values[left]!;
  // Moments around the position itself: distances are small whole numbers, so that nothing is lost in the differences.
  for (let i = left; i <= right; i++) {
    const distance = i - at;
    const weight = tricube(Math.abs(distance), reach) * (weights === undefined ? 1 : weights[i]!);
    const value = weight * (values[i]! - base);
    total += weight;
    first += weight * distance;
    second += weight * distance * distance;
    height += value;
    product += value * distance;
  }
  if (!(total > 0)) return Number.NaN;
  const centre = first / total;
  const mean = height / total;
  const spread = second / total - centre * centre;
  // Where the weight sits on one point a slope has no meaning: the original falls back to the mean.
  const isSloped = degree === 1 && reach > 0 && Math.sqrt(spread) > 0.001 * (count - 1);
  return base + (isSloped ? mean - (centre * (product / total - centre * mean)) / spread : mean);
}

function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0;
  if (distance <= 0.001 * reach) return 1;
  const ratio = distance / reach;
  const rest = 1 - ratio * ratio * ratio;
  return rest * rest * rest;
}

/**
 * Local regression at every position of a series, over the nearest points of the window.
 *
 * @param points    what to smooth, at least one
 * @param smoother  window, degree and jump
 * @param out       receives the estimates, from `offset` on
 * @param offset    where to start in `out`
 */
export function loessSmooth(
  points: LoessPoints,
  smoother: Smoother,
  out: Float64Array,
  offset: number,
): void {
  const last = points.count - 1;
  const jump = Math.max(1, Math.min(smoother.jump, last));
  const fitted = last - (last % jump);
  for (let at = 0; at <= fitted; at += jump) {
    out[offset + at] = estimate(points, smoother, at, neighboursOf(points, smoother, at));
    if (at > 0) connect(out, offset + at - jump, offset + at);
  }
  if (fitted === last) return;
  // The last point is estimated from the neighbours of the one before it, as in the original.
  out[offset + last] = estimate(points, smoother, last, neighboursOf(points, smoother, fitted));
  connect(out, offset + fitted, offset + last);
}

/** The first of the window around a position, kept within the series. */
function neighboursOf({ count }: LoessPoints, { window }: Smoother, at: number): number {
  return Math.max(0, Math.min(at + 1 - Math.floor((window + 1) / 2), count - window));
}

function estimate(points: LoessPoints, smoother: Smoother, at: number, left: number): number {
  const value = loessAt(points, smoother, at, left);
  return Number.isNaN(value) ? points.values[at]! : value;
}

function connect(out: Float64Array, from: number, to: number): void {
  const slope = (out[to]! - out[from]!) / (to - from);
  for (let i = from + 1; i < to; i++) out[i] = out[from]! + slope * (i - from);
}
