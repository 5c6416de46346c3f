import type { HoltWintersModel, SmoothingParameters } from './model.js';
import type { SeasonMap } from './season-map.js';

/** A short polynomial in the shift by one sample: 1 (or any lead) + first·B + second·B². */
type ShiftPolynomial = readonly [number, number, number];

/** Below these a filter would ring for many seasons; they only shape the variables, not the model. */
const LEAST_LEVEL = 0.2;
const LEAST_TREND = 0.05;
/** What is left of a filter's start after its run-up. */
const FORGOTTEN = 1e-13;
const MOST_ROWS = 2000;

/**
 * Variables in which the penalised sum of squares is nearly round, so that a gradient step is nearly Newton's.
 * Errors follow the season through the filter a(B)/d(B): a = (1-B)² with a trend, 1-B without, d from α and β. Over c seasons
 * the Hessian by the initial seasons is hence that of c·|a/d|² + ρ, which has condition number 16·c/ρ: a search over the seasons
 * themselves needs hundreds of steps where this one needs ten. The map is the circular filter d/p with |p|² = c·|a|² + ρ·|d|².
 *
 * @param model       the components
 * @param parameters  smoothing parameters near which the search will go
 * @param ridge       ρ, weight of the squared deviations
 * @param seasons     number of seasons in the series, n/period
 * @returns           the map
 * @source            Nocedal & Wright (2006), section 5.1 on preconditioning; Bauer (1955) for the factor p
 */
export function seasonFilter(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  ridge: number,
  seasons: number,
): SeasonMap {
  const alpha = Math.max(LEAST_LEVEL, parameters.smoothingLevel);
  const gain = Math.max(LEAST_TREND, alpha * parameters.smoothingTrend);
  const hasTrend = model.trend !== 'none';
  const difference: ShiftPolynomial = hasTrend ? [1, -2, 1] : [1, -1, 0];
  const memory: ShiftPolynomial = hasTrend ? [1, alpha + gain - 2, 1 - alpha] : [1, alpha - 1, 0];
  const fading = (1 - parameters.smoothingSeasonal) ** 2;
  const weight = fading < 1 ? (1 - fading ** seasons) / (1 - fading) : seasons;
  const { lead, near, far } = spectralFactor(weightedSquares(weight, difference, ridge, memory));
  // The second derivative of a sum of squares is twice the sum: with the 2 here, the Hessian is near 1.
  const scale = 1 / Math.sqrt(2 * lead);
  const [, first, second] = memory;
  const runUp = Math.ceil(Math.log(FORGOTTEN) / Math.log(largestRoot(near, far)));

  /** Runs the filter around the season, up the indices or down, which is the transposed map. */
  function filter(source: Float64Array, target: Float64Array, step: 1 | -1): void {
    const period = target.length;
    let last = 0;
    let beforeLast = 0;
    let at = step === 1 ? (period - (runUp % period)) % period : (runUp + period - 1) % period;
    for (let i = -runUp; i < period; i++) {
      const next = source[at]! - near * last - far * beforeLast;
      if (i >= 0) target[at] = scale * (next + first * last + second * beforeLast);
      beforeLast = last;
      last = next;
      at += step;
      if (at === period) at = 0;
      else if (at < 0) at = period - 1;
    }
  }

  return {
    apply: (variables, deviations) => filter(variables, deviations, 1),
    transpose: (bySeason, target) => filter(bySeason, target, -1),
  };
}

/** Autocovariances at shifts 0, 1, 2 of the squared magnitude weight·|a|² + ridge·|d|². */
function weightedSquares(
  weight: number,
  a: ShiftPolynomial,
  ridge: number,
  d: ShiftPolynomial,
): [number, number, number] {
  const squares = (p: ShiftPolynomial) => [
    p[0] * p[0] + p[1] * p[1] + p[2] * p[2],
    p[0] * p[1] + p[1] * p[2],
    p[0] * p[2],
  ];
  const [ofA, ofD] = [squares(a), squares(d)];
  const at = (shift: number) => weight * ofA[shift]! + ridge * ofD[shift]!;
  return [at(0), at(1), at(2)];
}

/** lead·|1 + near·B + far·B²|² with the given autocovariances: the row to which a banded LDL' of them settles. */
function spectralFactor([zero, one, two]: [number, number, number]): {
  lead: number;
  near: number;
  far: number;
} {
  let lead = zero;
  let near = one / zero;
  let far = two / zero;
  let twoRowsUp = 0;
  for (let row = 1; row < MOST_ROWS; row++) {
    const coupling = near * lead;
    const next = zero - near * coupling - twoRowsUp;
    const settled = Math.abs(next - lead) < 1e-14 * next;
    twoRowsUp = far * far * lead;
    near = (one - coupling * far) / next;
    far = two / next;
    lead = next;
    if (settled) break;
  }
  return { lead, near, far };
}

/** Magnitude of the larger root of z² + near·z + far, kept off 0 and 1. */
function largestRoot(near: number, far: number): number {
  const discriminant = near * near - 4 * far;
  const root = discriminant > 0 ? (Math.abs(near) + Math.sqrt(discriminant)) / 2 : Math.sqrt(far);
  return Math.min(Math.max(root, 0.1), 0.999);
}
