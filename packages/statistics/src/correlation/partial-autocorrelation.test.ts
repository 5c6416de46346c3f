import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { partialAutocorrelation } from './partial-autocorrelation.js';

interface Case {
  series: string;
  nlags: number | null;
  method: 'ywadjusted' | 'ywm' | 'ld' | 'ldb' | 'ols';
  alpha: number | null;
  pacf: number[];
  confint?: [number, number][];
}

describe('partialAutocorrelation against statsmodels 0.15.0', () => {
  const all = readGolden<Case[]>('pacf').filter((c) => c.method !== 'ols');
  /** Adjusted correlations of an alternating series are ±1: `ld` gives NaN, `ywadjusted` one of many solutions. */
  const singular = all.filter(
    (c) => c.series === 'alternating_60' && (c.method === 'ywadjusted' || c.method === 'ld'),
  );
  const cases = all.filter((c) => !singular.includes(c));

  it.each(singular.map((c) => [`${c.series} ${c.method}`, c] as const))('refuses %s', (_, c) => {
    const result = partialAutocorrelation(goldenSeries(c.series), { lagCount: c.nlags ?? 17 });
    expect(result).toMatchObject({ reason: 'numerically-singular' });
  });

  it.each(cases.map((c) => [`${c.series} ${c.method} alpha ${c.alpha}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const result = partialAutocorrelation(goldenSeries(c.series), {
        ...(c.nlags !== null && { lagCount: c.nlags }),
        ...(c.alpha !== null && { alpha: c.alpha }),
        adjusted: c.method === 'ywadjusted' || c.method === 'ld',
      });
      if (isUnavailable(result)) return expect.fail(result.detail);
      expect(largestDifference(result.values, c.pacf, magnitude(c.pacf))).toBeLessThanOrEqual(1e-9);
      if (!c.confint) return;
      const [lower, upper] = [0, 1].map((side) => c.confint!.map((pair) => pair[side]!));
      expect(largestDifference(result.interval!.lower, lower!, magnitude(lower!))).toBeLessThanOrEqual(1e-9);
      expect(largestDifference(result.interval!.upper, upper!, magnitude(upper!))).toBeLessThanOrEqual(1e-9);
    },
  );

  it('refuses more lags than half the samples and is 0 for a constant series', () => {
    expect(partialAutocorrelation([1, 2, 1, 2], { lagCount: 2 })).toMatchObject({
      reason: 'too-few-samples',
    });
    const idle = partialAutocorrelation([3, 3, 3, 3, 3, 3]);
    expect('values' in idle && Array.from(idle.values)).toEqual([0, 0, 0]);
  });
});
