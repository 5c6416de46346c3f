import { requireInteger } from '../outcome/require-integer.js';
import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { centre } from '../series/centre.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { loessAt, loessSmooth, type PointWeights } from './loess.js';
import { robustnessWeights } from './robustness-weights.js';

/** Settings of STL; defaults are those of statsmodels' `STL`, with local lines throughout and no jumps. */
export interface SeasonalTrendOptions {
  /** Samples of one season, ≥ 2. */
  readonly period: number;
  /** Seasons that the seasonal smoother spans, odd, ≥ 3; default 7. The larger, the steadier the season. */
  readonly seasonalWindow?: number;
  /** Samples that the trend smoother spans, odd, above the period; default the next odd number from 1.5 periods. */
  readonly trendWindow?: number;
  /** Give outliers less weight, at seven times the cost; default false. */
  readonly robust?: boolean;
}

/** The parts of a series; trend + seasonal + residual = x, no edges missing. */
export interface SeasonalTrendResult {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly residual: Float64Array;
  /** `Float64Array[n]` within [0, 1]: robustness weights, all 1 without `robust`. */
  readonly weights: Float64Array;
}

/**
 * STL: seasonal-trend decomposition by local regression. Unlike the moving-average decomposition the season may change
 * slowly, the edges are covered, and outliers can be kept from both parts.
 *
 * @param x        `number[n]`, n ≥ 2·period, finite, not mutated
 * @param options  period, windows, robustness
 * @returns        the parts, or why there are none
 * @throws         {StatisticsError} `invalid-period`, `invalid-window`
 * @source         Cleveland, Cleveland, McRae & Terpenning (1990), STL, J. Official Statistics 6(1), 3–73
 */
export function seasonalTrendLoess(
  x: Series,
  options: SeasonalTrendOptions,
): SeasonalTrendResult | Unavailable {
  const { period, seasonalWindow = 7, robust = false } = options;
  requireInteger(period, 2, 'invalid-period', 'period');
  const atLeast = Math.ceil(1.5 * period);
  const trendWindow = options.trendWindow ?? atLeast + (atLeast % 2 === 0 ? 1 : 0);
  requireOdd(seasonalWindow, 3, 'seasonalWindow');
  requireOdd(trendWindow, period + 1, 'trendWindow');
  const problem = checkSeries(x, 2 * period);
  if (problem !== undefined) return tooFewSeasons(x.length, period) ?? problem;
  const { values: y, offset } = centre(x);
  const parts = iterate(y, { period, seasonalWindow, trendWindow }, robust);
  return {
    trend: parts.trend.map((value) => value + offset),
    seasonal: parts.seasonal,
    residual: y.map((value, i) => value - parts.trend[i]! - parts.seasonal[i]!),
    weights: parts.weights ?? new Float64Array(y.length).fill(1),
  };
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

interface Windows {
  readonly period: number;
  readonly seasonalWindow: number;
  readonly trendWindow: number;
}

interface Parts {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly weights: PointWeights;
}

/** Inner loops refine both parts in turn, outer loops renew the robustness weights. */
function iterate(y: Float64Array, windows: Windows, robust: boolean): Parts {
  const [inner, outer] = robust ? [2, 15] : [5, 0];
  const trend = new Float64Array(y.length);
  const seasonal = new Float64Array(y.length);
  let weights: PointWeights;
  for (let round = 0; ; round++) {
    for (let pass = 0; pass < inner; pass++) refine(y, trend, seasonal, windows, weights);
    if (round === outer) return { trend, seasonal, weights };
    weights = robustnessWeights(y.map((value, i) => value - trend[i]! - seasonal[i]!));
  }
}

function refine(
  y: Float64Array,
  trend: Float64Array,
  seasonal: Float64Array,
  { period, seasonalWindow, trendWindow }: Windows,
  weights: PointWeights,
): void {
  const n = y.length;
  const detrended = y.map((value, i) => value - trend[i]!);
  const cycles = smoothCycles(detrended, period, seasonalWindow, weights);
  const filtered = movingAverage(movingAverage(movingAverage(cycles, period), period), 3);
  const lowPass = new Float64Array(n);
  loessSmooth(filtered, n, period + 1 + (period % 2 === 0 ? 0 : 1), undefined, lowPass, 0);
  for (let i = 0; i < n; i++) seasonal[i] = cycles[period + i]! - lowPass[i]!;
  const adjusted = y.map((value, i) => value - seasonal[i]!);
  loessSmooth(adjusted, n, trendWindow, weights, trend, 0);
}

/** Smooths each position of the season over the seasons, continued by one season at both ends. */
function smoothCycles(y: Float64Array, period: number, window: number, weights: PointWeights): Float64Array {
  const n = y.length;
  const cycles = new Float64Array(n + 2 * period);
  for (let position = 0; position < period; position++) {
    const count = Math.floor((n - position - 1) / period) + 1;
    const take = (from: Float64Array) =>
      Float64Array.from({ length: count }, (_, i) => from[i * period + position]!);
    const values = take(y);
    const own = weights && take(weights);
    const smooth = new Float64Array(count + 2);
    loessSmooth(values, count, window, own, smooth, 1);
    const before = loessAt(values, count, window, -1, 0, Math.min(window, count) - 1, own);
    const after = loessAt(values, count, window, count, Math.max(0, count - window), count - 1, own);
    smooth[0] = Number.isNaN(before) ? smooth[1]! : before;
    smooth[count + 1] = Number.isNaN(after) ? smooth[count]! : after;
    smooth.forEach((value, i) => {
      cycles[i * period + position] = value;
    });
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
