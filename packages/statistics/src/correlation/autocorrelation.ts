import { normalQuantile } from '../distributions/normal-quantile.js';
import { requireInteger } from '../outcome/require-integer.js';
import { requireProbability } from '../outcome/require-probability.js';
import type { Unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import { isConstant } from '../series/is-constant.js';
import type { Series } from '../series/series.js';
import { unitDeviations } from '../series/unit-deviations.js';
import { type LjungBox, ljungBox } from './ljung-box.js';

/** Settings of the autocorrelation; the defaults are those of statsmodels' `acf`. */
export interface AutocorrelationOptions {
  /** Largest lag; default min(⌊10·log₁₀ n⌋, n - 1), and never more than n - 1. */
  readonly lagCount?: number;
  /** Divide lag k by n - k in place of n; default false. Unadjusted values stay within [-1, 1]. */
  readonly adjusted?: boolean;
  /** Two-sided significance of confidence intervals; none when absent. 0.05 gives 95 % intervals. */
  readonly alpha?: number;
  /** Bartlett's variance, 0 at lag 0 and growing with the lag (default), or 1/n at every lag, lag 0 included. */
  readonly bartlett?: boolean;
  /** Whether to add the Ljung–Box statistics; default false. */
  readonly ljungBox?: boolean;
}

/** Bounds around an estimate, lag by lag, centred on the estimate. */
export interface CorrelationInterval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Autocorrelations at the lags 0…lagCount. */
export interface AutocorrelationResult {
  /** `Float64Array[lagCount+1]`, no unit; entry 0 is 1, except that a constant series gives 0 throughout. */
  readonly values: Float64Array;
  readonly interval?: CorrelationInterval;
  readonly ljungBox?: LjungBox;
}

/**
 * Sample autocorrelation, by direct sums over the centred series.
 * A series without variation has no correlation with anything, so all its values are 0, lag 0 included: a number that can
 * be stored and drawn, where the quotient 0/0 could not.
 *
 * @param x        `number[n]`, n ≥ 1, finite, not mutated
 * @param options  lags, intervals, Ljung–Box
 * @returns        the correlations, or why there are none
 * @throws         {StatisticsError} `invalid-lag-count`, `invalid-probability`
 * @source         Box, Jenkins & Reinsel (1994), section 2.1; Bartlett (1946), doi:10.2307/2983611
 */
export function autocorrelation(
  x: Series,
  options: AutocorrelationOptions = {},
): AutocorrelationResult | Unavailable {
  const n = x.length;
  const requested = requireInteger(
    options.lagCount ?? Math.floor(10 * Math.log10(Math.max(n, 1))),
    0,
    'invalid-lag-count',
    'lagCount',
  );
  if (options.alpha !== undefined) requireProbability(options.alpha, 'alpha');
  const problem = checkSeries(x, 1);
  if (problem !== undefined) return problem;
  const values = correlate(x, Math.min(requested, n - 1), options.adjusted ?? false);
  return {
    values,
    ...(options.alpha !== undefined && {
      interval: confidence(values, n, options.alpha, options.bartlett ?? true),
    }),
    ...(options.ljungBox && { ljungBox: ljungBox(values, n) }),
  };
}

function correlate(x: Series, lagCount: number, adjusted: boolean): Float64Array {
  const n = x.length;
  const result = new Float64Array(lagCount + 1);
  if (isConstant(x)) return result;
  const sums = laggedProducts(unitDeviations(x), lagCount);
  for (let lag = 0; lag <= lagCount; lag++) {
    result[lag] = (sums[lag]! / sums[0]!) * (adjusted ? n / (n - lag) : 1);
  }
  return result;
}

/** Samples whose products are summed by themselves, so that rounding errors grow with the root of the length or less. */
const BLOCK = 64;

/** Σ v[i]·v[i-lag], four lags in one pass: four additions that need not wait for each other, and a quarter of the loads. */
function laggedProducts(v: Float64Array, lagCount: number): Float64Array {
  const n = v.length;
  const sums = new Float64Array(lagCount + 4);
  for (let lag = 0; lag <= lagCount; lag += 4) {
    for (let i = lag; i < Math.min(lag + 3, n); i++) {
      for (let k = 0; k <= i - lag; k++) sums[lag + k]! += v[i]! * v[i - lag - k]!;
    }
    for (let start = lag + 3; start < n; start += BLOCK)
      addBlock(v, start, Math.min(n, start + BLOCK), lag, sums);
  }
  return sums;
}

function addBlock(v: Float64Array, start: number, end: number, lag: number, sums: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = start, j = start - lag - 3; i < end; i++, j++) {
    const value = v[i]!;
    a += value * v[j + 3]!;
    b += value * v[j + 2]!;
    c += value * v[j + 1]!;
    d += value * v[j]!;
  }
  sums[lag]! += a;
  sums[lag + 1]! += b;
  sums[lag + 2]! += c;
  sums[lag + 3]! += d;
}

function confidence(values: Float64Array, n: number, alpha: number, bartlett: boolean): CorrelationInterval {
  const quantile = normalQuantile(1 - alpha / 2);
  const lower = Float64Array.from(values);
  const upper = Float64Array.from(values);
  let squares = 0;
  for (let lag = bartlett ? 1 : 0; lag < values.length; lag++) {
    const half = quantile * Math.sqrt((1 + 2 * squares) / n);
    lower[lag]! -= half;
    upper[lag]! += half;
    if (bartlett) squares += values[lag]! ** 2;
  }
  return { lower, upper };
}
