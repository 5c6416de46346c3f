import { workArrays } from '../series/work-arrays.js';
import type { SmoothingGradient } from './backward.js';
import type { SmoothingRecursion } from './general-recursion.js';
import type { SmoothingParameters, SmoothingState } from './model.js';
import { stateAfter } from './tape.js';

/** What the forward pass writes and the backward pass reads. */
interface Work {
  /** `Float64Array[n+1]` each: level and trend factor before sample t. */
  readonly level: Float64Array;
  readonly trend: Float64Array;
  /** `Float64Array[n]` each: 1/level before sample t, and its one-step error. */
  readonly inverse: Float64Array;
  readonly error: Float64Array;
  /** `Float64Array[n+m]`: season of sample t; its new season is at t + m. */
  readonly season: Float64Array;
  /** `Float64Array[n+m]`: derivatives by season. */
  readonly bySeason: Float64Array;
}

/**
 * The recursion with a multiplicative trend and an additive season, undamped: forecast l·b + s, and with its error e
 * l' = l·b + α·e, b' = b + α·β·e/l, s' = s + γ·e. The same as the general passes up to rounding, in this order of operations
 * at half of their time: what the next step waits for is one product, one difference and one sum.
 *
 * @param y       `Float64Array[n]`, finite
 * @param period  samples of one season
 * @returns       the recursion with its work space
 * @source        Hyndman et al. (2008), Forecasting with Exponential Smoothing, table 2.1, in error-correction form
 */
export function trendTimesSeasonPlus(y: Float64Array, period: number): SmoothingRecursion {
  const n = y.length;
  const next = workArrays(4 * n + 2 + 2 * (n + period));
  const work = {
    level: next(n + 1),
    trend: next(n + 1),
    inverse: next(n),
    error: next(n),
    season: next(n + period),
    bySeason: next(n + period),
  };
  let given: SmoothingParameters = {
    smoothingLevel: 0,
    smoothingTrend: 0,
    smoothingSeasonal: 0,
    dampingTrend: 1,
  };
  return {
    run(parameters, initial) {
      given = parameters;
      work.season.set(initial.season);
      return runForward(y, period, parameters, initial, work);
    },
    differentiate(gradient) {
      work.bySeason.fill(0, n);
      runBackward(n, period, given, work, gradient);
      return work.bySeason;
    },
    outcome() {
      const fitted = y.slice();
      for (let t = 0; t < n; t++) fitted[t]! -= work.error[t]!;
      return { fitted, final: stateAfter(work, n) };
    },
  };
}

function runForward(
  y: Float64Array,
  period: number,
  parameters: SmoothingParameters,
  initial: SmoothingState,
  { level, trend, inverse, error, season }: Work,
): number {
  const n = y.length;
  const alpha = parameters.smoothingLevel;
  const gain = alpha * parameters.smoothingTrend;
  const gamma = parameters.smoothingSeasonal;
  let l = initial.level;
  let b = initial.trend;
  let sum = 0;
  for (let t = 0; t < n; t++) {
    if (!(l > 0 && b > 0)) return Number.POSITIVE_INFINITY;
    const carried = l * b;
    const s = season[t]!;
    const e = y[t]! - s - carried;
    const inverseLevel = 1 / l;
    level[t] = l;
    trend[t] = b;
    inverse[t] = inverseLevel;
    error[t] = e;
    season[t + period] = s + gamma * e;
    sum += e * e;
    b += gain * inverseLevel * e;
    l = carried + alpha * e;
  }
  level[n] = l;
  trend[n] = b;
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}

function runBackward(
  n: number,
  period: number,
  parameters: SmoothingParameters,
  { level, trend, inverse, error, bySeason }: Work,
  gradient: SmoothingGradient,
): void {
  const { smoothingLevel: alpha, smoothingTrend: beta, smoothingSeasonal: gamma } = parameters;
  const gain = alpha * beta;
  let byAlpha = 0;
  let byGain = 0;
  let byGamma = 0;
  let byLevel = 0;
  let byTrend = 0;
  for (let t = n - 1; t >= 0; t--) {
    const e = error[t]!;
    const inverseLevel = inverse[t]!;
    const byNewSeason = bySeason[t + period]!;
    const relative = e * inverseLevel;
    byAlpha += byLevel * e;
    byGain += byTrend * relative;
    byGamma += byNewSeason * e;
    const throughTrend = gain * inverseLevel * byTrend;
    const byError = 2 * e + gamma * byNewSeason + alpha * byLevel + throughTrend;
    const byCarried = byLevel - byError;
    bySeason[t] = byNewSeason - byError;
    byLevel = byCarried * trend[t]! - relative * throughTrend;
    byTrend += byCarried * level[t]!;
  }
  gradient.smoothingLevel = byAlpha + beta * byGain;
  gradient.smoothingTrend = alpha * byGain;
  gradient.smoothingSeasonal = byGamma;
  gradient.dampingTrend = 0;
  gradient.level = byLevel;
  gradient.trend = byTrend;
}
