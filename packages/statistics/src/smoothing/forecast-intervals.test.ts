import { describe, expect, it } from 'vitest';
import { goldenSeries, largestDifference, magnitude, readGolden } from '../../golden/read-golden.js';
import { componentKind } from '../../golden/read-smoothing.js';
import { stratifiedNormals } from '../distributions/stratified-normals.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { forecastIntervals } from './forecast-intervals.js';
import { forecastVariance } from './forecast-variance.js';
import { holtWinters } from './holt-winters.js';
import type { HoltWintersFit } from './holt-winters-fit.js';
import { simulatePaths } from './simulate-paths.js';

interface Case {
  label: string;
  series: string;
  n: number;
  trend?: 'add';
  damped_trend?: boolean;
  seasonal?: 'add';
  seasonal_periods?: number;
  smoothing_level: number;
  smoothing_trend?: number;
  smoothing_seasonal?: number;
  damping_trend?: number;
  l0: number;
  b0: number | null;
  s0: number[] | null;
  h: number;
  fitted: number[];
  sse: number;
  mean: number[];
  variance: number[];
  pi80: [number, number][];
  pi95: [number, number][];
  simulated_20000: { mean: number[]; std: number[]; q025: number[]; q975: number[] };
}

const cases = readGolden<Case[]>('ets_intervals').map((c) => [c.label, c] as const);

/** The state-space trend parameter of the files is α·β of this package. */
function fitOf(c: Case): HoltWintersFit {
  const fit = holtWinters(goldenSeries(c.series, c.n), {
    trend: componentKind(c.trend),
    seasonal: componentKind(c.seasonal),
    period: c.seasonal_periods ?? 0,
    damped: c.damped_trend ?? false,
    parameters: {
      smoothingLevel: c.smoothing_level,
      smoothingTrend: (c.smoothing_trend ?? 0) / c.smoothing_level,
      smoothingSeasonal: c.smoothing_seasonal ?? 0,
      dampingTrend: c.damping_trend ?? 1,
    },
    initial: { level: c.l0, trend: c.b0 ?? 0, season: Float64Array.from(c.s0 ?? []) },
  });
  if (isUnavailable(fit)) throw new Error(fit.detail);
  return fit;
}

describe('forecastIntervals against statsmodels 0.15.0 ETSModel', () => {
  it.each(cases)('has the closed-form intervals of %s', (_, c) => {
    const fit = fitOf(c);
    expect(largestDifference(fit.fitted, c.fitted, magnitude(c.fitted))).toBeLessThanOrEqual(1e-10);
    expect(Math.abs(fit.sse / c.sse - 1)).toBeLessThanOrEqual(1e-10);
    for (const [level, pairs] of [
      [0.8, c.pi80],
      [0.95, c.pi95],
    ] as const) {
      const forecast = forecastIntervals(fit, { horizon: c.h, level });
      if (isUnavailable(forecast)) return expect.fail(forecast.detail);
      expect(largestDifference(forecast.mean, c.mean, magnitude(c.mean))).toBeLessThanOrEqual(1e-10);
      const [lower, upper] = [0, 1].map((side) => pairs.map((pair) => pair[side]!));
      expect(largestDifference(forecast.lower, lower!, magnitude(lower!))).toBeLessThanOrEqual(1e-10);
      expect(largestDifference(forecast.upper, upper!, magnitude(upper!))).toBeLessThanOrEqual(1e-10);
    }
    const variance = forecastVariance(fit.model, fit.parameters, fit.errorVariance, c.h);
    c.variance.forEach((expected, h) => {
      expect(Math.abs(variance[h]! / expected - 1)).toBeLessThanOrEqual(1e-10);
    });
  });

  it.each(cases)('simulates the spread of %s within a twentieth', (_, c) => {
    const fit = fitOf(c);
    const { model, parameters, final, errorVariance } = fit;
    const scale = Math.sqrt(errorVariance);
    const paths = stratifiedNormals(20_000, c.h, uniformStream(1)).map((draws) =>
      draws.map((z) => scale * z),
    );
    simulatePaths(model, parameters, final, paths);
    paths.forEach((values, h) => {
      const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - c.mean[h]!) ** 2, 0) / values.length);
      expect(Math.abs(spread / c.simulated_20000.std[h]! - 1)).toBeLessThan(0.05);
    });
  });
});

describe('simulated intervals', () => {
  it('of a multiplicative trend stay near those of an additive one where both say the same', () => {
    const x = goldenSeries('trendstat_200').map((value) => value + 1000);
    const smoothing = { smoothingLevel: 0.4, smoothingTrend: 0.1, smoothingSeasonal: 0, dampingTrend: 1 };
    const [simulated, closed] = (['multiplicative', 'additive'] as const).map((trend) => {
      const fit = holtWinters(x, { trend, parameters: smoothing });
      if (isUnavailable(fit)) throw new Error(fit.detail);
      const forecast = forecastIntervals(fit, { horizon: 10 });
      if (isUnavailable(forecast)) throw new Error(forecast.detail);
      return forecast.upper.map((value, h) => (value - forecast.lower[h]!) / Math.sqrt(fit.errorVariance));
    });
    simulated!.forEach((width, h) => {
      expect(Math.abs(width / closed![h]! - 1)).toBeLessThan(0.05);
      if (h > 0) expect(width).toBeGreaterThanOrEqual(simulated![h - 1]! * (1 - 1e-12));
    });
  });

  it('are the same for the same seed and differ for another', () => {
    const fit = holtWinters(goldenSeries('seasmul_12'), { trend: 'multiplicative' });
    const upper = (seed?: number) => {
      const forecast = forecastIntervals(fit as HoltWintersFit, { horizon: 3, ...(seed && { seed }) });
      return isUnavailable(forecast) ? expect.fail(forecast.detail) : Array.from(forecast.upper);
    };
    expect(upper()).toEqual(upper());
    expect(upper(5)).not.toEqual(upper(6));
  });

  const decaying = (level: number) => {
    const values = Array.from({ length: 40 }, (_, t) => 10 + 5 * Math.cos(t) + (t % 7));
    const parameters = { smoothingLevel: 1, smoothingTrend: 1, smoothingSeasonal: 0, dampingTrend: 1 };
    const fit = holtWinters(values, { trend: 'multiplicative', parameters });
    if (isUnavailable(fit)) throw new Error(fit.detail);
    return { ...fit, errorVariance: 0.02 ** 2, final: { ...fit.final, level, trend: 0.6 } };
  };

  it('are refused where the level falls into the errors, since what is simulated from there has any size', () => {
    const outcome = forecastIntervals(decaying(0.4), { horizon: 10 });
    expect(outcome).toMatchObject({ reason: 'non-positive-values' });
    expect(outcome).toHaveProperty(
      'detail',
      expect.stringMatching(/within 10 steps \d+ of 2000 simulated paths fall to 0/),
    );
  });

  it('are given for as many steps as the level stays clear of the errors', () => {
    const forecast = forecastIntervals(decaying(0.4), { horizon: 3 });
    if (isUnavailable(forecast)) return expect.fail(forecast.detail);
    forecast.upper.forEach((upper, h) => {
      expect(upper - forecast.lower[h]!).toBeLessThan(1);
    });
  });
});
