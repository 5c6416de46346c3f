import { requireInteger } from '../outcome/require-integer.js';
import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { centre } from '../series/centre.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import {
  kernelFor,
  type LoessPoints,
  loessAt,
  loessSmooth,
  type PointWeights,
  type Smoother,
} from './loess.js';
import { robustnessWeights } from './robustness-weights.js';

/** Settings of STL; the defaults are those of statsmodels' `STL`. */
export interface SeasonalTrendOptions {
  /** Samples of one season, ≥ 2. */
  readonly period: number;
  /** Seasons that the seasonal smoother spans, odd, ≥ 3; default 7. The larger, the steadier the season. */
  readonly seasonalWindow?: number;
  /** Samples that the trend smoother spans, odd, above the period; default from 1.5·period / (1 - 1.5 / seasonalWindow). */
  readonly trendWindow?: number;
  /** Samples that the low-pass smoother spans, which keeps the trend out of the season; odd, above the period; default the next. */
  readonly lowPassWindow?: number;
  /** Fit local lines (1, default) or local means (0). */
  readonly seasonalDegree?: 0 | 1;
  readonly trendDegree?: 0 | 1;
  readonly lowPassDegree?: 0 | 1;
  /** Estimate at every so many points and interpolate, ≥ 1; default 1. A tenth of a window saves most of its time. */
  readonly seasonalJump?: number;
  readonly trendJump?: number;
  readonly lowPassJump?: number;
  /** Give outliers less weight, at six times the cost; default false. */
  readonly robust?: boolean;
  /** Rounds in which season and trend are refined, ≥ 1; default 5, or 2 when robust. */
  readonly innerIterations?: number;
  /** Rounds in which robustness weights are renewed, ≥ 0; default 0, or 15 when robust. */
  readonly outerIterations?: number;
}

/** The parts of a series; trend + seasonal + residual = x, no edges missing. */
export interface SeasonalTrendResult {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly residual: Float64Array;
  /** `Float64Array[n]` within [0, 1]: robustness weights, all 1 without outer rounds. */
  readonly weights: Float64Array;
}

/**
 * STL: seasonal-trend decomposition by local regression. Unlike the moving-average decomposition the season may change
 * slowly, the edges are covered, and outliers can be kept from both parts.
 *
 * @param x        `number[n]`, n ≥ 2·period, finite, not mutated
 * @param options  period, smoothers, robustness
 * @returns        the parts, or why there are none
 * @throws         {StatisticsError} `invalid-period`, `invalid-window`, `invalid-parameters`
 * @source         Cleveland, Cleveland, McRae & Terpenning (1990), STL, J. Official Statistics 6(1), 3–73
 */
export function seasonalTrendLoess(
  x: Series,
  options: SeasonalTrendOptions,
): SeasonalTrendResult | Unavailable {
  const plan = planOf(options);
  const problem = checkSeries(x, 2 * plan.period);
  if (problem !== undefined) return tooFewSeasons(x.length, plan.period) ?? problem;
  const { values: y, offset } = centre(x);
  const parts = iterate(y, plan);
  return {
    trend: parts.trend.map((value) => value + offset),
    seasonal: parts.seasonal,
    residual: y.map((value, i) => value - parts.trend[i]! - parts.seasonal[i]!),
    weights: parts.weights ?? new Float64Array(y.length).fill(1),
  };
}

/** All settings, checked. */
interface Plan {
  readonly period: number;
  readonly seasonal: Smoother;
  readonly trend: Smoother;
  readonly lowPass: Smoother;
  readonly inner: number;
  readonly outer: number;
}

function planOf(options: SeasonalTrendOptions): Plan {
  const { period, robust = false, seasonalWindow = 7 } = options;
  requireInteger(period, 2, 'invalid-period', 'period');
  requireOdd(seasonalWindow, 3, 'seasonalWindow');
  const trendWindow = options.trendWindow ?? oddFrom((1.5 * period) / (1 - 1.5 / seasonalWindow));
  const lowPassWindow = options.lowPassWindow ?? oddFrom(period + 1);
  requireOdd(trendWindow, period + 1, 'trendWindow');
  requireOdd(lowPassWindow, period + 1, 'lowPassWindow');
  const { innerIterations = robust ? 2 : 5, outerIterations = robust ? 15 : 0 } = options;
  return {
    period,
    seasonal: smoother(seasonalWindow, options.seasonalDegree, options.seasonalJump, 'seasonal'),
    trend: smoother(trendWindow, options.trendDegree, options.trendJump, 'trend'),
    lowPass: smoother(lowPassWindow, options.lowPassDegree, options.lowPassJump, 'lowPass'),
    inner: requireInteger(innerIterations, 1, 'invalid-parameters', 'innerIterations'),
    outer: requireInteger(outerIterations, 0, 'invalid-parameters', 'outerIterations'),
  };
}

function oddFrom(least: number): number {
  const whole = Math.ceil(least);
  return whole + (whole % 2 === 0 ? 1 : 0);
}

function smoother(window: number, degree: 0 | 1 = 1, jump = 1, name: string): Smoother {
  if (degree !== 0 && degree !== 1) {
    throw new StatisticsError('invalid-parameters', `${name}Degree must be 0 or 1, got ${degree}`);
  }
  return { window, degree, jump: requireInteger(jump, 1, 'invalid-window', `${name}Jump`) };
}

function requireOdd(value: number, minimum: number, name: string): void {
  if (requireInteger(value, minimum, 'invalid-window', name) % 2 === 1) return;
  throw new StatisticsError('invalid-window', `${name} must be odd, got ${value}`);
}

function tooFewSeasons(n: number, period: number): Unavailable | undefined {
  if (n >= 2 * period) return undefined;
  const detail = `needs at least ${2 * period} samples (two seasons of ${period}), has ${n}`;
  return unavailable('too-few-seasons', detail);
}

interface Parts {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly weights: PointWeights;
}

/** Inner loops refine both parts in turn, outer loops renew the robustness weights. */
function iterate(y: Float64Array, plan: Plan): Parts {
  const trend = new Float64Array(y.length);
  const seasonal = new Float64Array(y.length);
  let weights: PointWeights;
  for (let round = 0; ; round++) {
    for (let pass = 0; pass < plan.inner; pass++) refine(y, trend, seasonal, plan, weights);
    if (round === plan.outer) return { trend, seasonal, weights };
    weights = robustnessWeights(y.map((value, i) => value - trend[i]! - seasonal[i]!));
  }
}

function refine(
  y: Float64Array,
  trend: Float64Array,
  seasonal: Float64Array,
  plan: Plan,
  weights: PointWeights,
): void {
  const [n, period] = [y.length, plan.period];
  const cycles = smoothCycles(
    y.map((value, i) => value - trend[i]!),
    plan,
    weights,
  );
  const filtered = movingAverage(movingAverage(movingAverage(cycles, period), period), 3);
  const lowPass = new Float64Array(n);
  loessSmooth({ values: filtered, count: n, weights: undefined }, plan.lowPass, lowPass, 0);
  for (let i = 0; i < n; i++) seasonal[i] = cycles[period + i]! - lowPass[i]!;
  const adjusted = y.map((value, i) => value - seasonal[i]!);
  loessSmooth({ values: adjusted, count: n, weights }, plan.trend, trend, 0);
}

/** Smooths each position of the season over the seasons, continued by one season at both ends. */
function smoothCycles(y: Float64Array, { period, seasonal }: Plan, weights: PointWeights): Float64Array {
  const n = y.length;
  const cycles = new Float64Array(n + 2 * period);
  for (let position = 0; position < period; position++) {
    const count = Math.floor((n - position - 1) / period) + 1;
    const take = (from: Float64Array) =>
      Float64Array.from({ length: count }, (_, i) => from[i * period + position]!);
    const points: LoessPoints = { values: take(y), count, weights: weights && take(weights) };
    const smooth = new Float64Array(count + 2);
    loessSmooth(points, seasonal, smooth, 1);
    const kernel = kernelFor(points, seasonal);
    const before = loessAt(points, seasonal, -1, 0, kernel);
    const after = loessAt(points, seasonal, count, Math.max(0, count - seasonal.window), kernel);
    smooth[0] = Number.isNaN(before) ? smooth[1]! : before;
    smooth[count + 1] = Number.isNaN(after) ? smooth[count]! : after;
    for (let i = 0; i < count + 2; i++) cycles[i * period + position] = smooth[i]!;
  }
  return cycles;
}

function movingAverage(values: Float64Array, width: number): Float64Array {
  const averages = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! - (i >= width ? values[i - width]! : 0);
    if (i >= width - 1) averages[i - width + 1] = sum / width;
  }
  return averages;
}
