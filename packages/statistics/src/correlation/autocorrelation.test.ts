import { describe, expect, it } from 'vitest';
import {
  correlationTolerance,
  type GoldenNumber,
  goldenSeries,
  largestDifference,
  numbers,
  readGolden,
} from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { autocorrelation } from './autocorrelation.js';

interface Case {
  series: string;
  adjusted: boolean;
  nlags: number | null;
  fft: boolean;
  alpha: number | null;
  bartlett_confint: boolean;
  acf: GoldenNumber[];
  confint?: [number, number][];
  qstat: false | number[];
  qstat_pvalues?: number[];
}

describe('autocorrelation against statsmodels 0.15.0', () => {
  const cases = readGolden<Case[]>('acf').filter((c) => c.series !== 'constant_50');
  it.each(cases.map((c, i) => [`case ${i}: ${c.series} lags ${c.nlags} alpha ${c.alpha}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const x = goldenSeries(c.series);
      const tolerance = correlationTolerance(x);
      const result = autocorrelation(x, {
        ...(c.nlags !== null && { lagCount: c.nlags }),
        ...(c.alpha !== null && { alpha: c.alpha }),
        adjusted: c.adjusted,
        bartlett: c.bartlett_confint,
        ljungBox: c.qstat !== false,
      });
      if (isUnavailable(result)) return expect.fail(result.detail);
      expect(largestDifference(result.values, numbers(c.acf))).toBeLessThanOrEqual(tolerance);
      if (c.confint) {
        const [lower, upper] = [0, 1].map((side) => c.confint!.map((pair) => pair[side]!));
        expect(largestDifference(result.interval!.lower, lower!)).toBeLessThanOrEqual(tolerance);
        expect(largestDifference(result.interval!.upper, upper!)).toBeLessThanOrEqual(tolerance);
      }
      if (c.qstat === false) return expect(result.ljungBox).toBeUndefined();
      c.qstat.forEach((q, i) => {
        expect(Math.abs(result.ljungBox!.statistics[i]! / q - 1)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(result.ljungBox!.pValues[i]! - c.qstat_pvalues![i]!)).toBeLessThanOrEqual(tolerance);
      });
    },
  );
});

describe('autocorrelation of a small variation at 1e12', () => {
  /** In steps of 2⁻¹², which doubles hold exactly; the mean is between two of them. */
  const x = Array.from({ length: 203 }, (_, i) => {
    const steps = ((i * i * 7 + 3 * i) % 11) + (Math.floor(i / 29) % 2) * 4;
    return 1e12 + steps / 4096;
  });

  it('agrees with rational arithmetic to the last digits (fractions of Python 3.11)', () => {
    const result = autocorrelation(x, { lagCount: 7 });
    if (isUnavailable(result)) return expect.fail(result.detail);
    const exact = [
      1.0, -0.3319725483752733, 0.5888638920134983, -0.1834784696856713, 0.43854349666965786,
      0.10612858785910188, 0.08982444610154068, 0.3844996903476953,
    ];
    expect(largestDifference(result.values, exact)).toBeLessThanOrEqual(1e-14);
  });

  it('does not see an offset that doubles hold', () => {
    const near = autocorrelation(x.map((value) => value - 1e12));
    const far = autocorrelation(x);
    if (isUnavailable(near) || isUnavailable(far)) return expect.fail('there is a result');
    expect(largestDifference(far.values, Array.from(near.values))).toBeLessThanOrEqual(1e-14);
  });
});
