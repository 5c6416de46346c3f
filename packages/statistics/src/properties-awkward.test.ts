import { describe, expect, it } from 'vitest';
import * as statistics from './index.js';
import { isUnavailable, type Unavailable } from './index.js';

const N = 96;
const ripple = (i: number) => Math.sin(i * i * 0.7) + Math.cos(i / 3);
const from = (value: (i: number) => number, n = N) => Float64Array.from({ length: n }, (_, i) => value(i));

/** What metrics look like on a bad day. */
const inputs: Record<string, Float64Array> = {
  empty: from(ripple, 0),
  'one sample': from(ripple, 1),
  'two samples': from(ripple, 2),
  'five samples': from(ripple, 5),
  'one season and a half': from(ripple, 18),
  constant: from(() => 7),
  'all zero': from(() => 0),
  'a gap': from((i) => (i === 40 ? Number.NaN : ripple(i))),
  'nothing but gaps': from(() => Number.NaN),
  'a zero among positives': from((i) => (i === 40 ? 0 : 5 + ripple(i))),
  negatives: from((i) => ripple(i) - 50),
  'an offset of 1e10': from((i) => 1e10 + ripple(i)),
  'a step without noise': from((i) => (i < 50 ? 100 : 150)),
  'a step': from((i) => (i < 50 ? 100 : 150) + ripple(i)),
  'one outlier': from((i) => (i === 40 ? 1e12 : ripple(i))),
  'one outlier on a constant': from((i) => (i === 40 ? 1e12 : 7)),
  'a line': from((i) => 3 + 2 * i),
  alternation: from((i) => (i % 2 === 0 ? 1 : -1)),
  'an exact season': from((i) => i % 12),
  'sizes of 1e308': from((i) => (i % 3 === 0 ? 1e308 : -1e308)),
  'sizes of 1e139': from((i) => 1e139 * (2 + Math.sin(i))),
  'sizes of 5e-324': from((i) => (i % 3) * Number.MIN_VALUE),
  'sizes of 1e-310': from((i) => 1e-310 * (2 + ripple(i))),
  'an infinity': from((i) => (i === 40 ? Number.POSITIVE_INFINITY : ripple(i))),
};

const timesMs = (x: Float64Array) => x.map((_, i) => 60_000 * i);
const shifted = (x: Float64Array) => x.map((value, i) => value + (i % 2));
const period = 12;
const model = 'multiplicative';

/** Every function that takes a series, in each of its variants. */
const calls: Record<string, (x: Float64Array) => unknown> = {
  augmentedDickeyFuller: (x) => statistics.augmentedDickeyFuller(x),
  hodrickPrescott: (x) => statistics.hodrickPrescott(x),
  autocorrelation: (x) => statistics.autocorrelation(x, { alpha: 0.05, ljungBox: true }),
  'partialAutocorrelation by yule-walker': (x) => statistics.partialAutocorrelation(x, { alpha: 0.05 }),
  'partialAutocorrelation by burg': (x) => statistics.partialAutocorrelation(x, { method: 'burg' }),
  'partialAutocorrelation by ols': (x) => statistics.partialAutocorrelation(x, { method: 'ols' }),
  'partialAutocorrelation by ols-inefficient': (x) =>
    statistics.partialAutocorrelation(x, { method: 'ols-inefficient', adjusted: true }),
  'seasonalDecompose additive': (x) =>
    statistics.seasonalDecompose(x, { period, extrapolateTrend: 'period' }),
  'seasonalDecompose multiplicative': (x) =>
    statistics.seasonalDecompose(x, { period, model, extrapolateTrend: 'period' }),
  'seasonalDecompose one-sided': (x) =>
    statistics.seasonalDecompose(x, { period, twoSided: false, extrapolateTrend: 3 }),
  seasonalTrendLoess: (x) => statistics.seasonalTrendLoess(x, { period }),
  'seasonalTrendLoess robust': (x) =>
    statistics.seasonalTrendLoess(x, { period, robust: true, trendJump: 3, seasonalDegree: 0 }),
  decompositionStrength: (x) => {
    const parts = statistics.seasonalDecompose(x, { period });
    return isUnavailable(parts) ? parts : statistics.decompositionStrength(parts);
  },
  'decompositionStrength multiplicative': (x) => {
    const parts = statistics.seasonalDecompose(x, { period, model });
    return isUnavailable(parts) ? parts : statistics.decompositionStrength(parts, model);
  },
  seasonalPeriod: (x) => statistics.seasonalPeriod(x),
  levelChange: (x) => statistics.levelChange(x),
  resampleMean: (x) => statistics.binLast(timesMs(x), x, 600_000),
  holtWinters: (x) => statistics.holtWinters(x, { trend: 'additive', maxEvaluations: 40 }),
  'holtWinters multiplicative': (x) =>
    statistics.holtWinters(x, { trend: model, seasonal: model, period, maxEvaluations: 40 }),
  lastValueForecast: (x) => statistics.lastValueForecast(x, { horizon: 3 }),
  linearTrendForecast: (x) => statistics.linearTrendForecast(x, { horizon: 3 }),
  exponentialSmoothingForecast: (x) => statistics.exponentialSmoothingForecast(x, { horizon: 3 }),
  holtForecast: (x) => statistics.holtForecast(x, { horizon: 3 }),
  meanError: (x) => statistics.meanError(x, shifted(x)),
  meanAbsoluteError: (x) => statistics.meanAbsoluteError(x, shifted(x)),
  rootMeanSquaredError: (x) => statistics.rootMeanSquaredError(x, shifted(x)),
  absolutePercentageError: (x) => statistics.absolutePercentageError(x, shifted(x)),
  symmetricPercentageError: (x) => statistics.symmetricPercentageError(x, shifted(x)),
  meanAbsoluteScaledError: (x) => statistics.meanAbsoluteScaledError(x, shifted(x), x),
  quantileLoss: (x) => statistics.quantileLoss(x, shifted(x), 0.9),
  intervalScore: (x) => statistics.intervalScore(x, x, shifted(x)),
  intervalCoverage: (x) => statistics.intervalCoverage(x, x, shifted(x)),
};

/** The numbers in a result, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(Object.keys(calls))('%s answers with finite numbers or a reason', (name) => {
  it.each(Object.keys(inputs))('for %s', (input) => {
    const result = calls[name]!(inputs[input]!);
    if (isUnavailable(result)) return expect((result as Unavailable).detail).toMatch(/\w/);
    // Bins without a sample are NaN by definition.
    if (name === 'resampleMean') return expect(result).toHaveProperty('values');
    expect(numbersIn(result).every(Number.isFinite)).toBe(true);
  });
});
