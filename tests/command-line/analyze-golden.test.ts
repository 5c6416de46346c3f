import { describe, expect, it } from 'vitest';
import {
  correlationTolerance,
  type GoldenNumber,
  goldenSeries,
  largestDifference,
  magnitude,
  numbers,
  readGolden,
} from '../../packages/statistics/golden/read-golden.js';
import { runForewarn } from '../support/forewarn-program.js';
import { rangeResponse, regularSeries } from '../support/range-response.js';

interface DickeyFullerCase {
  readonly series: string;
  readonly maxlag: number | null;
  readonly regression: string;
  readonly autolag: string | null;
  readonly statistic: GoldenNumber;
  readonly pvalue: number;
  readonly usedlag: number;
  readonly nobs: number;
  readonly crit: readonly number[];
  readonly exact?: number | null;
  readonly error?: string;
}
interface FilterCase {
  readonly series: string;
  readonly lamb: number;
  readonly index: readonly number[] | null;
  readonly exact_trend: readonly number[];
}
interface CorrelationCase {
  readonly series: string;
  readonly adjusted: boolean;
  readonly nlags: number | null;
  readonly acf: readonly GoldenNumber[];
}
interface DecompositionCase {
  readonly series: string;
  readonly model: string;
  readonly period: number;
  readonly two_sided: boolean;
  readonly extrapolate_trend: number | string;
  readonly trend: readonly GoldenNumber[];
  readonly resid: readonly GoldenNumber[];
}
interface ResampleCase {
  readonly name: string;
  readonly t: readonly number[];
  readonly v: readonly GoldenNumber[];
  readonly rules: Record<
    '1h' | '3h' | '12h',
    { readonly max: number; readonly min: number; readonly mean: number; readonly std: number | null }
  >;
}

const startSeconds = Date.UTC(2026, 0, 1) / 1000;

/** The settings of the reference profile; the golden files have others too. */
const tests = readGolden<DickeyFullerCase[]>('adf').filter(
  ({ maxlag, regression, autolag, error, exact }) =>
    maxlag === 3 && regression === 'c' && autolag === 'AIC' && !error && exact !== null,
);
const filters = readGolden<FilterCase[]>('hp').filter(({ lamb }) => lamb === 1600);
const correlations = readGolden<CorrelationCase[]>('acf').filter(
  ({ adjusted, nlags, series }) => !adjusted && nlags === null && series !== 'constant_50',
);
const decompositions = readGolden<DecompositionCase[]>('decompose').filter(
  ({ model, period, two_sided, extrapolate_trend }) =>
    model === 'additive' && period === 60 && two_sided && extrapolate_trend === 0,
);
const resamples = readGolden<ResampleCase[]>('resample').filter(
  ({ t, v }) =>
    v.every((value) => value !== null) && t.every((time, at) => time === t[0]! + at * (t[1]! - t[0]!)),
);

/** The command line's statistics against those of statsmodels and pandas, from `packages/statistics/golden`. */
describe('forewarn analyze agrees with the reference values', async () => {
  const names = [
    ...new Set([...tests, ...filters, ...correlations, ...decompositions].map(({ series }) => series)),
  ];
  const inputs = [
    ...names.map((name) => regularSeries({ __name__: 'golden', name }, startSeconds, 60, goldenSeries(name))),
    ...resamples.map(({ name, t, v }) =>
      regularSeries({ __name__: 'resample', name }, t[0]!, t[1]! - t[0]!, numbers(v)),
    ),
  ];
  const { stdout } = await runForewarn(['analyze', '-'], { input: rangeResponse(inputs) });
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
  const lines = new Map<string, any>();
  for (const line of stdout.split('\n').filter(Boolean)) {
    const parsed = JSON.parse(line);
    lines.set(`${parsed.series.metric} ${parsed.series.labels.name}`, parsed);
  }
  const resultOf = (series: string) => lines.get(`golden ${series}`);

  it('for every series', () => {
    expect(lines.size).toBe(inputs.length);
    expect(tests.length).toBeGreaterThan(45);
    expect(resamples.length).toBeGreaterThan(4);
  });

  it.each(tests.map((each) => [each.series, each] as const))(
    'in the Dickey–Fuller test of %s',
    (series, golden) => {
      const { statistic, pValue, usedLag, observations, criticalValues } = resultOf(series).dickeyFuller;
      const expected = golden.exact ?? Number(golden.statistic);
      expect(Math.abs(statistic / expected - 1)).toBeLessThanOrEqual(1e-8);
      expect({ usedLag, observations }).toEqual({ usedLag: golden.usedlag, observations: golden.nobs });
      const { percent1, percent5, percent10 } = criticalValues;
      expect(largestDifference([percent1, percent5, percent10], golden.crit)).toBeLessThanOrEqual(1e-10);
      const isStatsmodelsExact = Math.abs(Number(golden.statistic) / expected - 1) < 1e-8;
      if (isStatsmodelsExact) expect(Math.abs(pValue - golden.pvalue)).toBeLessThanOrEqual(1e-8);
    },
  );

  it.each(filters.map((each) => [each.series, each] as const))(
    'in the Hodrick–Prescott trend of %s',
    (series, golden) => {
      const { trend } = resultOf(series).hodrickPrescott;
      const kept = golden.index === null ? trend : golden.index.map((at) => trend[at]);
      expect(
        largestDifference(kept, golden.exact_trend, magnitude(goldenSeries(series))),
      ).toBeLessThanOrEqual(2e-12);
    },
  );

  it.each(correlations.map((each) => [each.series, each] as const))(
    'in the autocorrelation of %s',
    (series, golden) => {
      const { values } = resultOf(series).autocorrelation;
      expect(largestDifference(values, numbers(golden.acf))).toBeLessThanOrEqual(
        correlationTolerance(goldenSeries(series)),
      );
    },
  );

  it.each(decompositions.map((each) => [each.series, each] as const))(
    'in the decomposition of %s',
    (series, golden) => {
      const { trend, residual } = resultOf(series).decomposition;
      const unit = magnitude(goldenSeries(series));
      expect(largestDifference(numbers(trend), numbers(golden.trend), unit)).toBeLessThanOrEqual(1e-10);
      expect(largestDifference(numbers(residual), numbers(golden.resid), unit)).toBeLessThanOrEqual(1e-10);
    },
  );

  it.each(resamples.map((each) => [each.name, each] as const))(
    'in the aggregates of %s',
    (name, { rules }) => {
      const { bins } = lines.get(`resample ${name}`).aggregates;
      for (const [at, rule] of [rules['1h'], rules['3h'], rules['12h']].entries()) {
        const { max, min, mean, standardDeviation } = bins[at];
        expect({ max, min }).toEqual({ max: rule.max, min: rule.min });
        expect(Math.abs(mean / rule.mean - 1)).toBeLessThanOrEqual(1e-13);
        if (rule.std === null) expect(standardDeviation).toBeNull();
        else expect(Math.abs(standardDeviation - rule.std)).toBeLessThanOrEqual(1e-13 * Math.abs(rule.mean));
      }
    },
  );
});
