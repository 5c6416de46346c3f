import { describe, expect, it } from 'vitest';
import { type GoldenNumber, goldenSeries, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { augmentedDickeyFuller } from './augmented-dickey-fuller.js';
import type { DickeyFullerRegression } from './mackinnon.js';
import type { LagCriterion } from './select-lag.js';

interface Case {
  series: string;
  maxlag: number | null;
  regression: DickeyFullerRegression;
  autolag: LagCriterion | null;
  statistic: GoldenNumber;
  pvalue: number;
  usedlag: number;
  nobs: number;
  crit: [number, number, number];
  icbest: GoldenNumber;
  exact?: number | null;
  error?: string;
  warnings?: string[];
}

const cases = readGolden<Case[]>('adf');
const title = (c: Case) => `${c.series} maxlag ${c.maxlag} ${c.regression} ${c.autolag}`;
const run = (c: Case) =>
  augmentedDickeyFuller(goldenSeries(c.series), {
    maxLag: c.maxlag,
    regression: c.regression,
    autolag: c.autolag,
  });

describe('augmentedDickeyFuller against statsmodels 0.15.0 and 60-digit statistics', () => {
  const refused = cases.filter((c) => c.error !== undefined || c.exact === null);
  /** statsmodels' regression lost its constant here, and its t values, from which the lag is chosen, with it. */
  const wrongLag = cases.filter(
    (c) => c.series === 'bigoffset_200' && c.autolag === 't-stat' && c.regression !== 'n',
  );
  const answered = cases.filter((c) => !refused.includes(c) && !wrongLag.includes(c));

  it.each(refused.map((c) => [title(c), c] as const))('refuses %s', (_, c) => {
    expect(isUnavailable(run(c))).toBe(true);
  });

  it.each(answered.map((c) => [title(c), c] as const))('agrees on %s', (_, c) => {
    const result = run(c);
    if (isUnavailable(result)) return expect.fail(result.detail);
    const expected = c.exact ?? Number(c.statistic);
    expect(Math.abs(result.statistic / expected - 1)).toBeLessThanOrEqual(1e-8);
    expect(result.usedLag).toBe(c.usedlag);
    expect(result.observations).toBe(c.nobs);
    [result.criticalValues['1%'], result.criticalValues['5%'], result.criticalValues['10%']].forEach(
      (v, i) => {
        expect(Math.abs(v / c.crit[i]! - 1)).toBeLessThanOrEqual(1e-12);
      },
    );
    const statsmodelsIsExact = Math.abs(Number(c.statistic) / expected - 1) < 1e-8;
    if (!statsmodelsIsExact) return;
    expect(Math.abs(result.pValue - c.pvalue)).toBeLessThanOrEqual(1e-8);
    if (c.icbest === null) expect(result.icBest).toBeNull();
    else expect(Math.abs(result.icBest! - Number(c.icbest))).toBeLessThan(1e-7 * Math.abs(Number(c.icbest)));
  });

  it.each(wrongLag.map((c) => [title(c), c] as const))('has the exact statistic at the lag of %s', (_, c) => {
    const options = { maxLag: c.usedlag, regression: c.regression, autolag: null };
    const result = augmentedDickeyFuller(goldenSeries(c.series), options);
    if (isUnavailable(result)) return expect.fail(result.detail);
    expect(Math.abs(result.statistic / c.exact! - 1)).toBeLessThanOrEqual(1e-8);
  });

  it.each(wrongLag.map((c) => [title(c), c] as const))(
    'chooses the lag of %s as without its offset',
    (_, c) => {
      const options = { maxLag: c.maxlag, regression: c.regression, autolag: c.autolag };
      const small = goldenSeries(c.series).map((value) => value - 1e10);
      const [moved, original] = [augmentedDickeyFuller(small, options), run(c)];
      if (isUnavailable(moved) || isUnavailable(original)) return expect.fail('refused');
      expect(original.usedLag).toBe(moved.usedLag);
    },
  );
});
