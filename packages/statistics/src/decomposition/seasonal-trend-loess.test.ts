import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { seasonalTrendLoess } from './seasonal-trend-loess.js';

interface Case {
  series: string;
  period: number;
  robust: boolean;
  config: Record<`${'seasonal' | 'trend' | 'low_pass'}${'' | '_deg' | '_jump'}`, number>;
  inner_iter: number;
  outer_iter: number;
  seasonal: number[];
  trend: number[];
  weights_min: number;
  resid_sumsq: number;
}

const nextOdd = (least: number) => 2 * Math.floor(Math.ceil(least) / 2) + 1;

describe('seasonalTrendLoess against statsmodels 0.15.0 STL', () => {
  const cases = readGolden<Case[]>('stl');
  it.each(cases.map((c, i) => [`case ${i}: ${c.series} ${c.period} robust ${c.robust}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const result = seasonalTrendLoess(goldenSeries(c.series), {
        period: c.period,
        robust: c.robust,
        seasonalWindow: c.config.seasonal,
        trendWindow: c.config.trend,
        lowPassWindow: c.config.low_pass,
        seasonalDegree: c.config.seasonal_deg === 0 ? 0 : 1,
        trendDegree: c.config.trend_deg === 0 ? 0 : 1,
        lowPassDegree: c.config.low_pass_deg === 0 ? 0 : 1,
        seasonalJump: c.config.seasonal_jump,
        trendJump: c.config.trend_jump,
        lowPassJump: c.config.low_pass_jump,
        innerIterations: c.inner_iter,
        outerIterations: c.outer_iter,
      });
      if (isUnavailable(result)) return expect.fail(result.detail);
      expect(largestDifference(result.trend, c.trend, magnitude(c.trend))).toBeLessThanOrEqual(1e-8);
      expect(largestDifference(result.seasonal, c.seasonal, magnitude(c.seasonal))).toBeLessThanOrEqual(1e-8);
      expect(Math.min(...result.weights)).toBeCloseTo(c.weights_min, 8);
      const squares = result.residual.reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(squares / c.resid_sumsq - 1)).toBeLessThanOrEqual(1e-8);
    },
  );

  const isUsual = (c: Case) =>
    c.config.seasonal === 7 &&
    c.config.trend === nextOdd((1.5 * c.period) / (1 - 1.5 / 7)) &&
    c.config.low_pass === nextOdd(c.period + 1) &&
    c.inner_iter === (c.robust ? 2 : 5) &&
    c.outer_iter === (c.robust ? 15 : 0) &&
    Object.entries(c.config).every(([key, value]) => !/deg|jump/.test(key) || value === 1);
  it.each(cases.filter(isUsual).map((c) => [`${c.series} ${c.period} robust ${c.robust}`, c] as const))(
    'has the same defaults for %s',
    (_, c) => {
      const result = seasonalTrendLoess(goldenSeries(c.series), { period: c.period, robust: c.robust });
      if (isUnavailable(result)) return expect.fail(result.detail);
      expect(largestDifference(result.trend, c.trend, magnitude(c.trend))).toBeLessThanOrEqual(1e-8);
    },
  );

  it('refuses less than two seasons', () => {
    expect(seasonalTrendLoess([1, 2, 3], { period: 2 })).toMatchObject({ reason: 'too-few-seasons' });
  });
});
