import { halvingWeights } from './backtest-loss.js';
import { weightedQuantiles } from './weighted-quantiles.js';

/** What forecasts did on the past: the material of their intervals. */
export interface PastErrors {
  /** Samples known at the first origin that was forecast. */
  readonly first: number;
  readonly horizon: number;
  /** `Float64Array[(n - first + 1)·horizon]`: truth minus forecast, row per origin. */
  readonly errors: Float64Array;
  /** `Float64Array[n - first + 1]`: how much the series moved around each origin. */
  readonly scales: Float64Array;
}

/** Bounds around a point forecast for each step: a fixed distance on both sides, and bounds in units of the local scale. */
export interface ErrorBounds {
  readonly distance: Float64Array;
  readonly scaledLower: Float64Array;
  readonly scaledUpper: Float64Array;
}

/** The sizes of errors count by a short memory; errors in units of the movement of their time, by a long one. */
const HALF_LIFE = 30;
const SCALED_HALF_LIFE = 300;
/** Quantiles so far out rest on a few errors each: those of some steps, averaged with their neighbours, say as much as all. */
const KNOTS = 5;
/** Numbers kept at each of these steps: a distance, and the scaled lower and upper bound. */
const BOUNDS = 3;

/**
 * Weighted split conformal bounds: quantiles of the forecasts' own errors on the past, the newest counting most, for each step ahead.
 * Once of the sizes of the errors, over the last hour, and once of the errors relative to how much the series moved when they were made,
 * over half the backtest. The first follows a change in how well a series can be forecast, the second an outburst within minutes; their
 * mean scores better than either. The first is the same on both sides: an hour has few independent errors, too few for two tails, and
 * the side they fell on says little of the next. The second knows on which side the spikes are.
 *
 * @param past   errors of forecasts that did not know the truth
 * @param known  only truths before this sample count
 * @param level  coverage, a ratio
 * @returns      bounds per step; the finite-sample correction takes the extreme errors when there are few
 * @source       Barber, Candès, Ramdas & Tibshirani (2023), doi:10.1214/23-AOS2276; Lei et al. (2018), doi:10.1080/01621459.2017.1307116
 */
export function conformalBounds(past: PastErrors, known: number, level: number): ErrorBounds {
  const { first, horizon, errors, scales } = past;
  const capacity = known - first;
  const sizeWeights = halvingWeights(capacity, HALF_LIFE);
  const scaledWeights = halvingWeights(capacity, SCALED_HALF_LIFE);
  const values = new Float64Array(capacity);
  const weights = new Float64Array(capacity);
  const steps = knots(horizon);
  const bounds = new Float64Array(BOUNDS * steps.length);
  const beyond = correctedShare(1 - level, scaledWeights);
  steps.forEach((h, k) => {
    const count = capacity - h;
    for (let i = 0; i < count; i++) values[i] = Math.abs(errors[i * horizon + h]!);
    bounds.set(weightedQuantiles(values, fill(weights, sizeWeights, h), count, [1 - beyond]), BOUNDS * k);
    for (let i = 0; i < count; i++) values[i] = relative(errors[i * horizon + h]!, scales[i]!);
    bounds.set(tails(values, fill(weights, scaledWeights, h), count, beyond / 2), BOUNDS * k + 1);
  });
  return {
    distance: interpolated(steps, bounds, 0, horizon),
    scaledLower: interpolated(steps, bounds, 1, horizon),
    scaledUpper: interpolated(steps, bounds, 2, horizon),
  };
}

/** The steps at which quantiles are taken: the first, the last, and evenly between. */
function knots(horizon: number): number[] {
  const count = Math.min(horizon, KNOTS);
  return Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : Math.round((k * (horizon - 1)) / (count - 1)),
  );
}

/** One of the bounds at every step: averaged with those of the neighbouring knots, and linear between knots. */
function interpolated(
  steps: readonly number[],
  bounds: Float64Array,
  which: number,
  horizon: number,
): Float64Array {
  const last = steps.length - 1;
  const bound = (k: number) => bounds[BOUNDS * Math.max(0, Math.min(last, k)) + which]!;
  const atKnot = steps.map((_, k) => (bound(k - 1) + 2 * bound(k) + bound(k + 1)) / 4);
  const result = new Float64Array(horizon);
  for (let h = 0, k = 0; h < horizon; h++) {
    while (k + 1 < last && steps[k + 1]! <= h) k++;
    const next = Math.min(k + 1, last);
    const share = next === k ? 0 : (h - steps[k]!) / (steps[next]! - steps[k]!);
    result[h] = atKnot[k]! * (1 - share) + atKnot[next]! * share;
  }
  return result;
}

/** The weights of the origins whose truth h steps ahead is known, newest last with weight 1. */
function fill(weights: Float64Array, halving: Float64Array, h: number): Float64Array {
  weights.set(halving.subarray(h));
  return weights;
}

function relative(error: number, scale: number): number {
  return scale > 0 ? error / scale : 0;
}

/**
 * What may lie beyond the bounds, corrected for the finite (effective) number of errors; 0 takes the extreme ones. Both sides share one
 * correction: what is promised is how much lies between them.
 */
function correctedShare(share: number, weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return Math.max(0, share - ((1 - share) * squares) / (sum * sum));
}

function tails(values: Float64Array, weights: Float64Array, count: number, tail: number): [number, number] {
  const [lower, upper] = weightedQuantiles(values, weights, count, [tail, 1 - tail]);
  return [Math.min(0, lower!), Math.max(0, upper!)];
}

/**
 * The bounds around a forecast that is made at a given local scale.
 *
 * @param bounds  from `conformalBounds`
 * @param scale   how much the series moves now
 * @param h       step, 0 for the first
 * @returns       what to add to the point forecast, ≤ 0 and ≥ 0
 */
export function boundsAt(bounds: ErrorBounds, scale: number, h: number): { lower: number; upper: number } {
  return {
    lower: (scale * bounds.scaledLower[h]! - bounds.distance[h]!) / 2,
    upper: (scale * bounds.scaledUpper[h]! + bounds.distance[h]!) / 2,
  };
}
