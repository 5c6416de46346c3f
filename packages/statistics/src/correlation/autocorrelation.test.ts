import { describe, expect, it } from 'vitest';
import {
  type GoldenNumber,
  goldenSeries,
  largestDifference,
  magnitude,
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

/** 1e-11, or what the rounding of a mean far above the spread costs, in statsmodels as here. */
function toleranceFor(x: readonly number[]): number {
  const [low, high] = [Math.min(...x), Math.max(...x)];
  return Math.max(1e-11, (Number.EPSILON * magnitude(x)) / ((high - low) / 4));
}

describe('autocorrelation against statsmodels 0.15.0', () => {
  const cases = readGolden<Case[]>('acf').filter((c) => c.series !== 'constant_50');
  it.each(cases.map((c, i) => [`case ${i}: ${c.series} lags ${c.nlags} alpha ${c.alpha}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const x = goldenSeries(c.series);
      const tolerance = toleranceFor(x);
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
