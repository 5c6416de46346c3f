import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { seasonalTrendLoess } from './seasonal-trend-loess.js';

interface Case {
  series: string;
  period: number;
  robust: boolean;
  config: { seasonal: number; trend: number };
  seasonal: number[];
  trend: number[];
  weights_min: number;
  resid_sumsq: number;
}

describe('seasonalTrendLoess against statsmodels 0.15.0 STL', () => {
  const cases = readGolden<Case[]>('stl');
  it.each(cases.map((c) => [`${c.series} ${c.period} robust ${c.robust}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const result = seasonalTrendLoess(goldenSeries(c.series), {
        period: c.period,
        robust: c.robust,
        seasonalWindow: c.config.seasonal,
        trendWindow: c.config.trend,
      });
      if (isUnavailable(result)) return expect.fail(result.detail);
      expect(largestDifference(result.trend, c.trend, magnitude(c.trend))).toBeLessThanOrEqual(1e-8);
      expect(largestDifference(result.seasonal, c.seasonal, magnitude(c.seasonal))).toBeLessThanOrEqual(1e-8);
      expect(Math.min(...result.weights)).toBeCloseTo(c.weights_min, 8);
      const squares = result.residual.reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(squares / c.resid_sumsq - 1)).toBeLessThanOrEqual(1e-8);
    },
  );

  it('refuses less than two seasons', () => {
    expect(seasonalTrendLoess([1, 2, 3], { period: 2 })).toMatchObject({ reason: 'too-few-seasons' });
  });
});
