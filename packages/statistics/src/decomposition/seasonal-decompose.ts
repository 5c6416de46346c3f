import { requireInteger } from '../outcome/require-integer.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { checkPositive } from '../series/check-positive.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { centredMovingAverage } from './centred-moving-average.js';
import { extrapolateEdges } from './extrapolate-edges.js';
import { seasonalMeans } from './seasonal-means.js';

/** How the parts combine: their sum or their product. */
export type DecompositionModel = 'additive' | 'multiplicative';

/** Settings of the decomposition; the defaults, but for the period, are those of `seasonal_decompose`. */
export interface DecompositionOptions {
  /** Samples of one season, a whole number of at least 2. */
  readonly period: number;
  /** Default additive. Multiplicative needs values above 0, and its season and residual are ratios near 1. */
  readonly model?: DecompositionModel;
  /** Average around each sample (default), or over the season before it. */
  readonly twoSided?: boolean;
  /**
   * Continue the trend to the edges along a least-squares line: through one season (`period`), through this many samples
   * and one more, or (0, default) not at all, which leaves NaN at the edges of trend and residual.
   */
  readonly extrapolateTrend?: 'period' | number;
}

/** The parts of a series, each `Float64Array[n]`; NaN where the moving average does not reach. */
export interface Decomposition {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly residual: Float64Array;
}

/**
 * Classical seasonal decomposition by moving averages, as statsmodels' `seasonal_decompose`.
 * O(n) for any period, without loss of digits at large offsets.
 *
 * @param x        `number[n]`, n ≥ 2·period, finite, not mutated
 * @param options  period, model, edges
 * @returns        the parts, with trend + season + residual (or their product) = x; or why there are none
 * @throws         {StatisticsError} `invalid-period`, `invalid-window`
 * @source         Kendall & Stuart (1983), The Advanced Theory of Statistics, vol. 3, 410–414
 */
export function seasonalDecompose(x: Series, options: DecompositionOptions): Decomposition | Unavailable {
  const { period, model = 'additive' } = options;
  requireInteger(period, 2, 'invalid-period', 'period');
  const points = extrapolationPoints(options);
  const problem = checkDecomposable(x, period, model);
  if (problem !== undefined) return problem;
  return model === 'additive' ? decomposeSum(x, options, points) : decomposeProduct(x, options, points);
}

/** Works on differences to the first sample: a trend that is rounded at an offset of 1e10 would round the season too. */
function decomposeSum(
  x: Series,
  { period, twoSided = true }: DecompositionOptions,
  points: number,
): Decomposition {
  const n = x.length;
  const base = x[0]!;
  const residual = new Float64Array(n);
  for (let i = 0; i < n; i++) residual[i] = x[i]! - base;
  const trend = centredMovingAverage(residual, period, twoSided);
  if (points > 0) extrapolateEdges(trend, points);
  const seasonal = seasonalMeans(residual, trend, period, 'additive');
  for (let i = 0; i < n; i++) {
    residual[i]! -= trend[i]! + seasonal[i]!;
    trend[i]! += base;
  }
  return { trend, seasonal, residual };
}

function decomposeProduct(
  x: Series,
  { period, twoSided = true }: DecompositionOptions,
  points: number,
): Decomposition | Unavailable {
  const n = x.length;
  const trend = centredMovingAverage(x, period, twoSided);
  if (points > 0) extrapolateEdges(trend, points);
  const seasonal = seasonalMeans(x, trend, period, 'multiplicative');
  const residual = new Float64Array(n);
  for (let i = 0; i < n; i++) residual[i] = x[i]! / seasonal[i]! / trend[i]!;
  // A trend that is continued along a line can reach zero, and ratios to it are then no numbers.
  const broken = residual.findIndex((value, i) => !Number.isFinite(value) && !Number.isNaN(trend[i]!));
  if (broken < 0) return { trend, seasonal, residual };
  return unavailable('not-finite', `the residual of sample ${broken + 1} of ${n} is not finite`);
}

function extrapolationPoints(options: DecompositionOptions): number {
  const { extrapolateTrend = 0, period } = options;
  if (extrapolateTrend === 'period') return period;
  const samples = requireInteger(extrapolateTrend, 0, 'invalid-window', 'extrapolateTrend');
  return samples === 0 ? 0 : samples + 1;
}

function checkDecomposable(x: Series, period: number, model: DecompositionModel): Unavailable | undefined {
  if (x.length < 2 * period) {
    return unavailable(
      'too-few-seasons',
      `needs at least ${2 * period} samples (two seasons of ${period}), has ${x.length}`,
    );
  }
  return (
    checkSeries(x, 2 * period) ??
    (model === 'multiplicative' ? checkPositive(x, 'a multiplicative season') : undefined)
  );
}
