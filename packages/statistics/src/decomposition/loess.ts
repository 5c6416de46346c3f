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

/** Tricube weights by distance for one reach, kept from position to position: away from the edges they do not change. */
export interface Kernel {
  reach: number;
  /** `Float64Array[≥ span]`: the weight at each whole distance. */
  readonly weights: Float64Array;
}

/**
 * @param points    what to smooth
 * @param smoother  the window
 * @returns         a kernel for these points, for `loessAt` to fill
 */
export function kernelFor({ count }: LoessPoints, { window, jump }: Smoother): Kernel {
  // The last point may lie up to a jump beyond the neighbours that it is estimated from.
  return { reach: -1, weights: new Float64Array(Math.min(window, count) + jump) };
}

/**
 * Local regression at one position, with tricube weights.
 *
 * @param points    what to smooth
 * @param smoother  window and degree
 * @param at        where to estimate, may lie one step outside of [0, count - 1]
 * @param left      first of the neighbours; there are as many as the window and the points allow
 * @param kernel    of these points and this smoother
 * @returns         the estimate; NaN when all weights vanish
 * @source          Cleveland et al. (1990), STL, J. Official Statistics 6(1), section 2.2 and the authors' Fortran
 */
export function loessAt(
  points: LoessPoints,
  { window, degree }: Smoother,
  at: number,
  left: number,
  kernel: Kernel,
): number {
  const { values, count, weights } = points;
  const right = left + Math.min(window, count) - 1;
  const reach = Math.max(at - left, right - at) + (window > count ? Math.floor((window - count) / 2) : 0);
  if (reach !== kernel.reach) fillKernel(kernel, reach);
  const base = values[left]!;
  let total = 0;
  let first = 0;
  let second = 0;
  let height = 0;
  let product = 0;
  // Moments around the position itself: distances are small whole numbers, so that nothing is lost in the differences.
  for (let i = left; i <= right; i++) {
    const distance = i - at;
    let weight = kernel.weights[distance < 0 ? -distance : distance]!;
    if (weights !== undefined) weight *= weights[i]!;
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

function fillKernel(kernel: Kernel, reach: number): void {
  kernel.reach = reach;
  for (let distance = 0; distance < kernel.weights.length; distance++) {
    const ratio = distance / reach;
    const rest = 1 - ratio * ratio * ratio;
    const isNear = distance <= 0.001 * reach;
    kernel.weights[distance] = distance > 0.999 * reach ? 0 : isNear ? 1 : rest * rest * rest;
  }
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
  const kernel = kernelFor(points, smoother);
  const jump = Math.max(1, Math.min(smoother.jump, last));
  const fitted = last - (last % jump);
  for (let at = 0; at <= fitted; at += jump) {
    out[offset + at] = estimate(points, smoother, at, neighboursOf(points, smoother, at), kernel);
    if (at > 0) connect(out, offset + at - jump, offset + at);
  }
  if (fitted === last) return;
  // The last point is estimated from the neighbours of the one before it, as in the original.
  out[offset + last] = estimate(points, smoother, last, neighboursOf(points, smoother, fitted), kernel);
  connect(out, offset + fitted, offset + last);
}

/** The first of the window around a position, kept within the series. */
function neighboursOf({ count }: LoessPoints, { window }: Smoother, at: number): number {
  return Math.max(0, Math.min(at + 1 - Math.floor((window + 1) / 2), count - window));
}

function estimate(points: LoessPoints, smoother: Smoother, at: number, left: number, kernel: Kernel): number {
  const value = loessAt(points, smoother, at, left, kernel);
  return Number.isNaN(value) ? points.values[at]! : value;
}

function connect(out: Float64Array, from: number, to: number): void {
  const slope = (out[to]! - out[from]!) / (to - from);
  for (let i = from + 1; i < to; i++) out[i] = out[from]! + slope * (i - from);
}
