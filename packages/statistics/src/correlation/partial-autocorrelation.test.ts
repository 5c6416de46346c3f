import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { type PartialAutocorrelationOptions, partialAutocorrelation } from './partial-autocorrelation.js';

/** statsmodels' names of the methods. */
const METHODS = {
  ywadjusted: { method: 'yule-walker', adjusted: true },
  ld: { method: 'yule-walker', adjusted: true },
  ywm: { method: 'yule-walker', adjusted: false },
  ldb: { method: 'yule-walker', adjusted: false },
  burg: { method: 'burg' },
  ols: { method: 'ols' },
  'ols-adjusted': { method: 'ols', adjusted: true },
  'ols-inefficient': { method: 'ols-inefficient' },
} as const satisfies Record<string, PartialAutocorrelationOptions>;

interface Case {
  series: string;
  nlags: number | null;
  method: keyof typeof METHODS;
  alpha: number | null;
  pacf: number[];
  confint?: [number, number][];
}

describe('partialAutocorrelation against statsmodels 0.15.0', () => {
  const all = readGolden<Case[]>('pacf');
  /** Its adjusted correlations are ±1, and each lag is another's copy: `ld` gives NaN, others one of many solutions. */
  const isSingular = (c: Case) =>
    c.series.startsWith('alternating') && !['ywm', 'ldb', 'burg'].includes(c.method);
  const singular = all.filter(isSingular);
  const cases = all.filter((c) => !singular.includes(c));

  it.each(singular.map((c) => [`${c.series} ${c.method}`, c] as const))('refuses %s', (_, c) => {
    const result = partialAutocorrelation(goldenSeries(c.series), {
      lagCount: c.nlags ?? 17,
      ...METHODS[c.method],
    });
    expect(result).toMatchObject({ reason: 'numerically-singular' });
  });

  it.each(cases.map((c) => [`${c.series} ${c.method} alpha ${c.alpha}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const result = partialAutocorrelation(goldenSeries(c.series), {
        ...(c.nlags !== null && { lagCount: c.nlags }),
        ...(c.alpha !== null && { alpha: c.alpha }),
        ...METHODS[c.method],
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
    expect(partialAutocorrelation([1, 2, 1, 2], { lagCount: 3 })).toMatchObject({
      reason: 'too-few-samples',
    });
    const idle = partialAutocorrelation([3, 3, 3, 3, 3, 3]);
    expect('values' in idle && Array.from(idle.values)).toEqual([0, 0, 0]);
  });
});

describe('partialAutocorrelation of a small variation at 1e12', () => {
  it('agrees with rational arithmetic by the method of Burg (fractions of Python 3.11)', () => {
    const x = Array.from({ length: 203 }, (_, i) => {
      const steps = ((i * i * 7 + 3 * i) % 11) + (Math.floor(i / 29) % 2) * 4;
      return 1e12 + steps / 4096;
    });
    const result = partialAutocorrelation(x, { lagCount: 5, method: 'burg' });
    if (isUnavailable(result)) return expect.fail(result.detail);
    const exact = [
      1, -0.3340423434852141, 0.5441108436890351, 0.1303311053287639, 0.18489605740747667, 0.4360444799824677,
    ];
    expect(largestDifference(result.values, exact)).toBeLessThanOrEqual(1e-14);
  });
});
