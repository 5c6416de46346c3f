import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import {
  type GoldenSmoothing,
  givenParameters,
  givenState,
  modelOptions,
} from '../../golden/read-smoothing.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { forecastIntervals } from './forecast-intervals.js';
import { holtWinters } from './holt-winters.js';

interface Case extends GoldenSmoothing {
  fitted: number[];
  sse: number;
  aic: number;
  aicc: number;
  bic: number;
  level_last: number;
  trend_last: number | null;
  season_last: number[] | null;
  forecast: number[];
  forecast_textbook: number[] | null;
}

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('holtWinters with given parameters against statsmodels 0.15.0', () => {
  const cases = readGolden<Case[]>('hw_fixed');
  it.each(cases.map((c, i) => [`case ${i}: ${c.label} of ${c.series}`, c] as const))(
    'agrees on %s',
    (_, c) => {
      const fit = holtWinters(goldenSeries(c.series, c.n), {
        ...modelOptions(c),
        parameters: givenParameters(c),
        initial: givenState(c),
      });
      if (isUnavailable(fit)) return expect.fail(fit.detail);
      expect(largestDifference(fit.fitted, c.fitted, magnitude(c.fitted))).toBeLessThanOrEqual(1e-12);
      expect(relative(fit.sse, c.sse)).toBeLessThanOrEqual(1e-11);
      expect(relative(fit.aic, c.aic)).toBeLessThanOrEqual(1e-11);
      expect(relative(fit.aicc!, c.aicc)).toBeLessThanOrEqual(1e-11);
      expect(relative(fit.bic, c.bic)).toBeLessThanOrEqual(1e-11);
      expect(relative(fit.final.level, c.level_last)).toBeLessThanOrEqual(1e-12);
      if (c.trend_last !== null) expect(relative(fit.final.trend, c.trend_last)).toBeLessThanOrEqual(1e-10);
      const season = c.season_last ?? [];
      expect(largestDifference(fit.final.season, season, magnitude(season))).toBeLessThanOrEqual(1e-12);
      const expected = c.forecast_textbook ?? c.forecast;
      const forecast = forecastIntervals(fit, { horizon: expected.length, pathCount: 2 });
      if (isUnavailable(forecast)) return expect.fail(forecast.detail);
      expect(largestDifference(forecast.mean, expected, magnitude(expected))).toBeLessThanOrEqual(1e-11);
    },
  );
});
