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
 * Sums are slid in O(n) with a correction term, over the series less its first sample.
 *
 * @param x        `number[n]`, n ≥ 2·period, finite, not mutated
 * @param options  period, model, edges
 * @returns        the parts, with trend + season + residual (or their product) = x; or why there are none
 * @throws         {StatisticsError} `invalid-period`, `invalid-window`
 * @source         Kendall & Stuart (1983), The Advanced Theory of Statistics, vol. 3, 410–414
 */
export function seasonalDecompose(x: Series, options: DecompositionOptions): Decomposition | Unavailable {
  const { period, model = 'additive', twoSided = true } = options;
  requireInteger(period, 2, 'invalid-period', 'period');
  const points = extrapolationPoints(options);
  const problem = checkDecomposable(x, period, model);
  if (problem !== undefined) return problem;
  const trend = centredMovingAverage(x, period, twoSided);
  if (points > 0) extrapolateEdges(trend, points);
  const seasonal = seasonalMeans(x, trend, period, model);
  const residual = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    residual[i] = model === 'additive' ? x[i]! - trend[i]! - seasonal[i]! : x[i]! / seasonal[i]! / trend[i]!;
    // A multiplicative trend continued along a line can reach zero, and ratios to it are then no numbers.
    if (Number.isFinite(residual[i]!) || Number.isNaN(trend[i]!)) continue;
    return unavailable('not-finite', `the residual of sample ${i + 1} of ${x.length} is not finite`);
  }
  return { trend, seasonal, residual };
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
