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
import { type DecompositionModel, seasonalDecompose } from './seasonal-decompose.js';

interface Case {
  series: string;
  model: DecompositionModel;
  period: number;
  two_sided: boolean;
  extrapolate_trend: number | 'freq';
  trend: GoldenNumber[];
  seasonal_one_cycle: number[];
  resid: GoldenNumber[];
  error?: string;
}

describe('seasonalDecompose against statsmodels 0.15.0', () => {
  const cases = readGolden<Case[]>('decompose');
  it.each(cases.map((c, i) => [`case ${i}: ${c.series} ${c.model} ${c.period}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const x = goldenSeries(c.series);
      const result = seasonalDecompose(x, {
        period: c.period,
        model: c.model,
        twoSided: c.two_sided,
        extrapolateTrend: c.extrapolate_trend === 'freq' ? 'period' : c.extrapolate_trend,
      });
      if (c.error !== undefined) return expect(isUnavailable(result)).toBe(true);
      if (isUnavailable(result)) return expect.fail(result.detail);
      const trend = numbers(c.trend);
      const unit = c.model === 'additive' ? magnitude(x) : 1;
      expect(largestDifference(result.trend, trend, magnitude(x))).toBeLessThanOrEqual(1e-10);
      expect(largestDifference(result.residual, numbers(c.resid), unit)).toBeLessThanOrEqual(1e-10);
      const season = x.map((_value, i) => c.seasonal_one_cycle[i % c.period]!);
      expect(largestDifference(result.seasonal, season, magnitude(season))).toBeLessThanOrEqual(1e-10);
    },
  );
});
