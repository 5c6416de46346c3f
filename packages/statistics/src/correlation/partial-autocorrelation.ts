import { normalQuantile } from '../distributions/normal-quantile.js';
import { requireInteger } from '../outcome/require-integer.js';
import { requireProbability } from '../outcome/require-probability.js';
import { isUnavailable, type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { autocorrelation, type CorrelationInterval } from './autocorrelation.js';

/** Settings of the partial autocorrelation; the defaults are those of statsmodels' `pacf`. */
export interface PartialAutocorrelationOptions {
  /** Largest lag, below n / 2; default min(⌊10·log₁₀ n⌋, ⌊n/2⌋ - 1). */
  readonly lagCount?: number;
  /** Yule–Walker with autocovariances divided by n - k (default) or by n, which keeps values within [-1, 1]. */
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
 * Sample partial autocorrelation by the Yule–Walker equations, solved with the Levinson–Durbin recursion in O(lags²).
 * The same values as statsmodels' `ywadjusted` and `ld` (adjusted), or `ywm` and `ldb`.
 *
 * @param x        `number[n]`, n ≥ 2, finite, not mutated
 * @param options  lags, divisor, intervals
 * @returns        the correlations, or why there are none
 * @throws         {StatisticsError} `invalid-lag-count`, `invalid-probability`
 * @source         Durbin (1960), doi:10.2307/1401322; Brockwell & Davis (1991), section 3.4; Quenouille's variance 1/n
 */
export function partialAutocorrelation(
  x: Series,
  options: PartialAutocorrelationOptions = {},
): PartialAutocorrelationResult | Unavailable {
  const n = x.length;
  const { lagCount, adjusted = true, alpha } = options;
  if (lagCount !== undefined) requireInteger(lagCount, 0, 'invalid-lag-count', 'lagCount');
  if (alpha !== undefined) requireProbability(alpha, 'alpha');
  const most = Math.max(0, Math.floor(n / 2) - 1);
  const lags = lagCount ?? Math.min(most, Math.floor(10 * Math.log10(Math.max(n, 1))));
  if (lags > 0 && 2 * lags >= n) {
    return unavailable(
      'too-few-samples',
      `needs at least ${2 * lags + 1} samples for ${lags} lags, has ${n}`,
    );
  }
  const correlations = autocorrelation(x, { lagCount: lags, adjusted });
  if (isUnavailable(correlations)) return correlations;
  const values = levinsonDurbin(correlations.values);
  if (values === undefined) {
    return unavailable('numerically-singular', 'the autocorrelations leave no residual variance at some lag');
  }
  return { values, ...(alpha !== undefined && { interval: quenouille(values, n, alpha) }) };
}

/** The last coefficients of the autoregressions of order 1, 2, …; undefined when one of them predicts perfectly. */
function levinsonDurbin(correlations: Float64Array): Float64Array | undefined {
  const count = correlations.length;
  const values = new Float64Array(count);
  if (correlations[0] === 0) return values;
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
