import { describe, expect, it } from 'vitest';
import { goldenSeries, readGolden } from '../../golden/read-golden.js';
import { normalQuantile } from '../distributions/normal-quantile.js';
import { selectQuantile } from '../distributions/select-quantile.js';
import { stratifiedNormals } from '../distributions/stratified-normals.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import { hodrickPrescott } from '../filtering/hodrick-prescott.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { forecastIntervals } from './forecast-intervals.js';
import { forecastPoints } from './forecast-points.js';
import { forecastVariance } from './forecast-variance.js';
import { holtWinters } from './holt-winters.js';
import { linearisedVariance } from './linearised-variance.js';
import type { ComponentKind, HoltWintersModel } from './model.js';
import { simulatePaths } from './simulate-paths.js';

const horizon = 12;
const period = 5;
const parameters = (damped: boolean) => ({
  smoothingLevel: 0.5,
  smoothingTrend: 0.2,
  smoothingSeasonal: 0.3,
  dampingTrend: damped ? 0.9 : 1,
});
const startOf = (model: HoltWintersModel) => ({
  level: 100,
  trend: model.trend === 'multiplicative' ? 1.01 : model.trend === 'additive' ? 1 : 0,
  season:
    model.seasonal === 'multiplicative'
      ? Float64Array.of(0.8, 1.1, 1, 1.2, 0.9)
      : Float64Array.of(-3, 4, 0, 1, -2).subarray(0, model.period),
});
const modelOf = (trend: ComponentKind, seasonal: ComponentKind, damped = false): HoltWintersModel => ({
  trend,
  seasonal,
  period: seasonal === 'none' ? 0 : period,
  damped,
});

describe('linearisedVariance', () => {
  it.each([
    ['multiplicative', 'none', false],
    ['multiplicative', 'additive', false],
    ['multiplicative', 'additive', true],
    ['none', 'multiplicative', false],
    ['additive', 'multiplicative', true],
    ['multiplicative', 'multiplicative', false],
  ] as const)(
    'puts the bounds of a %s trend with a %s season, damped %s, within a hundredth of the width of 100,000 paths',
    (trend, seasonal, damped) => {
      const model = modelOf(trend, seasonal, damped);
      const start = startOf(model);
      const { relativeSpread: unitSpread } = linearisedVariance(model, parameters(damped), start, 1, horizon);
      const errorScale = 0.01 / unitSpread;
      const { variances, relativeSpread } = linearisedVariance(
        model,
        parameters(damped),
        start,
        errorScale ** 2,
        horizon,
      );
      expect(relativeSpread).toBeCloseTo(0.01, 12);
      const paths = stratifiedNormals(100_000, horizon, uniformStream(3)).map((draws) =>
        draws.map((z) => errorScale * z),
      );
      simulatePaths(model, parameters(damped), start, paths);
      const mean = forecastPoints(model, parameters(damped), start, horizon);
      paths.forEach((values, h) => {
        const half = normalQuantile(0.975) * Math.sqrt(variances[h]!);
        expect(Math.abs(selectQuantile(values, 0.025) - mean[h]! + half)).toBeLessThan(0.01 * 2 * half);
        expect(Math.abs(selectQuantile(values, 0.975) - mean[h]! - half)).toBeLessThan(0.01 * 2 * half);
      });
    },
  );

  it.each([
    ['none', 'additive', false],
    ['additive', 'none', true],
    ['additive', 'additive', false],
  ] as const)('is the closed form of a %s trend with a %s season, damped %s', (trend, seasonal, damped) => {
    const model = modelOf(trend, seasonal, damped);
    const { variances } = linearisedVariance(model, parameters(damped), startOf(model), 2.5, horizon);
    const expected = forecastVariance(model, parameters(damped), 2.5, horizon);
    variances.forEach((variance, h) => {
      expect(Math.abs(variance / expected[h]! - 1)).toBeLessThanOrEqual(1e-12);
    });
  });
});

describe('forecastIntervals of multiplicative components', () => {
  const series = readGolden<{ raw: number[]; hours: number }[]>('hw_seed').filter(
    ({ hours }) => hours === 24,
  );

  it.each(series.map((c, i) => [i, c.raw] as const))(
    'needs no simulation in the reference configuration, case %s',
    (_, raw) => {
      const filtered = hodrickPrescott(raw);
      if (isUnavailable(filtered)) return expect.fail(filtered.detail);
      const fit = holtWinters(filtered.trend, {
        trend: 'multiplicative',
        seasonal: 'additive',
        period: 550,
      });
      if (isUnavailable(fit)) return expect.fail(fit.detail);
      // Equal for every seed: nothing was drawn.
      const [one, other] = [1, 2].map((seed) => forecastIntervals(fit, { horizon: 10, seed }));
      expect(one).toEqual(other);
    },
  );

  it('keeps simulated intervals of noisy series near those of many more paths', () => {
    const fit = holtWinters(goldenSeries('seasmul_12'), { trend: 'multiplicative' });
    if (isUnavailable(fit)) return expect.fail(fit.detail);
    const [few, many] = [undefined, 100_000].map((pathCount) => {
      const forecast = forecastIntervals(fit, { horizon: 6, ...(pathCount && { pathCount }) });
      return isUnavailable(forecast) ? expect.fail(forecast.detail) : forecast;
    });
    few!.lower.forEach((bound, h) => {
      const width = many!.upper[h]! - many!.lower[h]!;
      expect(Math.abs(bound - many!.lower[h]!)).toBeLessThan(0.05 * width);
      expect(Math.abs(few!.upper[h]! - many!.upper[h]!)).toBeLessThan(0.05 * width);
    });
  });
});
