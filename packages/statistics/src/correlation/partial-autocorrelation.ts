import { normalQuantile } from '../distributions/normal-quantile.js';
import { requireInteger } from '../outcome/require-integer.js';
import { requireProbability } from '../outcome/require-probability.js';
import { isUnavailable, type Unavailable, unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import { isConstant } from '../series/is-constant.js';
import type { Series } from '../series/series.js';
import { unitDeviations } from '../series/unit-deviations.js';
import { autocorrelation, type CorrelationInterval } from './autocorrelation.js';
import { burgReflections } from './burg-reflections.js';
import { commonRowPartials, leastSquaresPartials } from './least-squares-partials.js';

/**
 * How partial autocorrelations are estimated. `yule-walker`: from the autocovariances, by the Levinson–Durbin recursion.
 * `burg`: by errors of forecasts in both directions of time. `ols`: a regression for every lag, on all rows it can have;
 * `ols-inefficient`: on the rows that the largest lag leaves, of the centred series. Regressions cost O(n·lags³) and O(n·lags²).
 */
export type PartialAutocorrelationMethod = 'yule-walker' | 'burg' | 'ols' | 'ols-inefficient';

/** Settings of the partial autocorrelation; the defaults are those of statsmodels' `pacf`. */
export interface PartialAutocorrelationOptions {
  /** Largest lag, at most n / 2, for `ols` below it; default min(⌊10·log₁₀ n⌋, ⌊n/2⌋ - 1), at least 1. */
  readonly lagCount?: number;
  /** Default `yule-walker`. */
  readonly method?: PartialAutocorrelationMethod;
  /**
   * Yule–Walker: divide autocovariances by n - k (default), or by n, which keeps values within [-1, 1].
   * Regressions: multiply the value of lag k by n / (n - k); default false. Burg's method knows no such choice.
   */
  readonly adjusted?: boolean;
  /** Two-sided significance of confidence intervals; none when absent. */
  readonly alpha?: number;
}

/** Partial autocorrelations at the lags 0…lagCount. */
export interface PartialAutocorrelationResult {
  /** `Float64Array[lagCount+1]`, no unit; entry 0 is 1, except that a constant series gives 0 throughout. */
  readonly values: Float64Array;
  readonly interval?: CorrelationInterval;
}

/**
 * Sample partial autocorrelation: what the value k samples ago adds to those in between.
 * statsmodels' `pacf` calls the methods `ywadjusted` or `ld` (yule-walker), `ywm` or `ldb` (yule-walker, not adjusted),
 * `ols`, `ols-adjusted`, `ols-inefficient` and `burg`. A constant series gives 0 at every lag, as its autocorrelation does.
 *
 * @param x        `number[n]`, n ≥ 2, finite, not mutated
 * @param options  lags, method, intervals
 * @returns        the correlations, or why there are none
 * @throws         {StatisticsError} `invalid-lag-count`, `invalid-probability`
 * @source         Durbin (1960), doi:10.2307/1401322; Brockwell & Davis (1991), section 3.4; Quenouille's variance 1/n
 */
export function partialAutocorrelation(
  x: Series,
  options: PartialAutocorrelationOptions = {},
): PartialAutocorrelationResult | Unavailable {
  const n = x.length;
  const { lagCount, alpha } = options;
  if (lagCount !== undefined) requireInteger(lagCount, 0, 'invalid-lag-count', 'lagCount');
  if (alpha !== undefined) requireProbability(alpha, 'alpha');
  const most = Math.max(1, Math.floor(n / 2) - 1);
  const lags = lagCount ?? Math.min(most, Math.floor(10 * Math.log10(Math.max(n, 1))));
  const needed = options.method === 'ols' && lags > 0 ? 2 * lags + 1 : Math.max(2, 2 * lags);
  if (n < needed) {
    return unavailable('too-few-samples', `needs at least ${needed} samples for ${lags} lags, has ${n}`);
  }
  const problem = checkSeries(x, 2);
  if (problem !== undefined) return problem;
  const values = isConstant(x) ? new Float64Array(lags + 1) : estimate(x, lags, options);
  if (isUnavailable(values)) return values;
  if (values === undefined) {
    return unavailable('numerically-singular', 'the values in between leave nothing to explain at some lag');
  }
  return { values, ...(alpha !== undefined && { interval: quenouille(values, n, alpha) }) };
}

function estimate(
  x: Series,
  lags: number,
  { method = 'yule-walker', adjusted }: PartialAutocorrelationOptions,
): Float64Array | Unavailable | undefined {
  if (method === 'yule-walker') {
    const correlations = autocorrelation(x, { lagCount: lags, adjusted: adjusted ?? true });
    return isUnavailable(correlations) ? correlations : levinsonDurbin(correlations.values);
  }
  const y = unitDeviations(x);
  if (method === 'burg') return burgReflections(y, lags);
  const partials = method === 'ols' ? leastSquaresPartials(y, lags) : commonRowPartials(y, lags);
  return adjusted ? partials?.map((value, lag) => (value * y.length) / (y.length - lag)) : partials;
}

/** The last coefficients of the autoregressions of order 1, 2, …; undefined when one of them predicts perfectly. */
function levinsonDurbin(correlations: Float64Array): Float64Array | undefined {
  const count = correlations.length;
  const values = new Float64Array(count);
  values[0] = 1;
  const coefficients = new Float64Array(count);
  const previous = new Float64Array(count);
  let variance = 1;
  for (let order = 1; order < count; order++) {
    let sum = correlations[order]!;
    for (let i = 1; i < order; i++) sum -= previous[i]! * correlations[order - i]!;
    const last = sum / variance;
    variance *= 1 - last * last;
    values[order] = last;
    if (!Number.isFinite(last) || (Math.abs(variance) < 1e-14 && order < count - 1)) return undefined;
    for (let i = 1; i < order; i++) coefficients[i] = previous[i]! - last * previous[order - i]!;
    coefficients[order] = last;
    previous.set(coefficients);
  }
  return values;
}

function quenouille(values: Float64Array, n: number, alpha: number): CorrelationInterval {
  const half = normalQuantile(1 - alpha / 2) / Math.sqrt(n);
  return {
    lower: values.map((value, lag) => (lag === 0 ? value : value - half)),
    upper: values.map((value, lag) => (lag === 0 ? value : value + half)),
  };
}
