import { incompleteBeta } from '../distributions/incomplete-beta.js';
import { requireInteger } from '../outcome/require-integer.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { centre } from '../series/centre.js';
import { checkSeries } from '../series/check-series.js';
import { isConstant } from '../series/is-constant.js';
import type { Series } from '../series/series.js';
import { noiseModel } from './noise-model.js';
import { removeSpikes } from './remove-spikes.js';

/** Settings of the search for a change of level. */
export interface LevelChangeOptions {
  /** Fewest samples on either side of the change, ≥ 2; default 5 % of them, at least 5. */
  readonly minSegment?: number;
}

/** The most likely single change of level of a series, significant or not. */
export interface LevelChange {
  /** Index of the first sample on the new level. */
  readonly position: number;
  /** New level minus old level, in the unit of the series. */
  readonly size: number;
  /** Probability of a change as clear as this, at any position, in noise of one level; within [0, 1]. */
  readonly pValue: number;
}

const FEWEST_SAMPLES = 20;
/** The noise is measured around a step, and the step found in the noise: once more each, after a first guess. */
const PASSES = 2;
/** A position is chosen twice: for the noise to be measured around it, and as the best in that noise. */
const CHOICES = 2;

/**
 * Finds the most likely single step of the mean, and how sure it is.
 * The null hypothesis is one level with autoregressive noise, up to and including a random walk, in which a step is
 * a jump that stands out from all other moves. The alternative is the same noise around two levels. The step is fitted by
 * generalised least squares at every position, in O(n); noise and step are estimated in turn, so that a step is not taken for
 * persistence. One outlier is no step. A trend has many levels: remove it first.
 *
 * @param x        `number[n]`, n ≥ 20, finite, not constant, not mutated
 * @param options  shortest segment
 * @returns        position, size and p-value; or why there is no answer
 * @throws         {StatisticsError} `invalid-window`
 * @source         level shifts under autoregressive noise: Tsay (1988), doi:10.1002/for.3980070102; Chen & Liu (1993),
 *                 doi:10.1080/01621459.1993.10594321; noise I(0) or I(1): Perron & Yabu (2009), doi:10.1198/jbes.2009.07268;
 *                 the p-value counts every position, after Bonferroni
 */
export function levelChange(x: Series, options: LevelChangeOptions = {}): LevelChange | Unavailable {
  const n = x.length;
  const minSegment = options.minSegment ?? Math.max(5, Math.ceil(0.05 * n));
  requireInteger(minSegment, 2, 'invalid-window', 'minSegment');
  const problem = checkSeries(x, Math.max(FEWEST_SAMPLES, 2 * minSegment + 2));
  if (problem !== undefined) return problem;
  const { values } = centre(x);
  const scale = largest(values);
  const y = removeSpikes(values.map((value) => value / scale));
  if (isConstant(y)) return unavailable('constant-series', describeConstant(x));
  let step = likeliestStep(y, new Float64Array(0), minSegment);
  for (let pass = 0; pass < PASSES; pass++)
    step = likeliestStep(y, noiseModel(withoutStep(y, step)), minSegment);
  return { position: step.position, size: step.size * scale, pValue: step.pValue };
}

function describeConstant(x: Series): string {
  return isConstant(x)
    ? `all ${x.length} samples are ${x[0]}`
    : `all ${x.length} samples but lone outliers are equal`;
}

function largest(values: Float64Array): number {
  let size = Number.MIN_VALUE;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]!));
  return size;
}

/** The series less its step, about mean 0 on both sides. */
function withoutStep(y: Float64Array, { position }: LevelChange): Float64Array {
  const before = centre(y.subarray(0, position)).values;
  const after = centre(y.subarray(position)).values;
  const rest = new Float64Array(y.length);
  rest.set(before);
  rest.set(after, position);
  return rest;
}

/**
 * The best of all steps under noise of given coefficients. What the noise model cannot forecast, e, is white, and a step at
 * i appears in it as the filter's own answer to a step: a₀…a_p at i…i+p and a_p from there on.
 */
function likeliestStep(y: Float64Array, coefficients: Float64Array, minSegment: number): LevelChange {
  const [n, order] = [y.length, coefficients.length];
  const { errors, answer } = whiten(y, coefficients);
  const rows = n - order;
  const settled = answer[order]!;
  let tail = 0;
  let best = { position: 0, size: 0, gain: -1 };
  for (let i = n - 1; i >= Math.max(order, minSegment); i--) {
    tail += errors[i]!;
    if (i > n - minSegment) continue;
    let [match, sum, squares] = [settled * tail, settled * (n - i), settled * settled * (n - i)];
    for (let j = 0; j < Math.min(order, n - i); j++) {
      const extra = answer[j]! - settled;
      match += extra * errors[i + j]!;
      sum += extra;
      squares += answer[j]! * answer[j]! - settled * settled;
    }
    // The constant is estimated too, except from a random walk, which has none.
    const spread = settled > 1e-9 ? squares - (sum * sum) / rows : squares;
    const gain = (match * match) / spread;
    if (gain > best.gain) best = { position: i, size: match / spread, gain };
  }
  let total = 0;
  for (let i = order; i < n; i++) total += errors[i]! * errors[i]!;
  const freedom = Math.max(1, rows - order - 2);
  const left = Math.max(total - best.gain, 1e-30 * total);
  // Student's law for both sides: t² = gain / (left / freedom).
  const pValue = Math.min(1, CHOICES * rows * incompleteBeta(left / (left + best.gain), freedom / 2, 0.5));
  return { position: best.position, size: best.size, pValue };
}

interface Whitened {
  /** `Float64Array[n]`, of which the first p are unused; about mean 0 unless the noise is a random walk. */
  readonly errors: Float64Array;
  /** `Float64Array[p+1]`: the cumulative filter 1 - φ₁ - … - φ_j. */
  readonly answer: Float64Array;
}

function whiten(y: Float64Array, coefficients: Float64Array): Whitened {
  const [n, order] = [y.length, coefficients.length];
  const answer = new Float64Array(order + 1).fill(1);
  for (let j = 1; j <= order; j++) answer[j] = answer[j - 1]! - coefficients[j - 1]!;
  const errors = new Float64Array(n);
  let sum = 0;
  for (let i = order; i < n; i++) {
    let error = y[i]!;
    for (let j = 0; j < order; j++) error -= coefficients[j]! * y[i - 1 - j]!;
    errors[i] = error;
    sum += error;
  }
  const mean = answer[order]! > 1e-9 ? sum / (n - order) : 0;
  for (let i = order; i < n; i++) errors[i]! -= mean;
  return { errors, answer };
}
