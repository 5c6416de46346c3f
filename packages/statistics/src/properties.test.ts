import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateBins,
  augmentedDickeyFuller,
  autocorrelation,
  type ComponentKind,
  exponentialSmoothingForecast,
  type Forecast,
  forecastIntervals,
  hodrickPrescott,
  holtForecast,
  holtWinters,
  isUnavailable,
  lastValueForecast,
  linearTrendForecast,
  partialAutocorrelation,
  seasonalDecompose,
  seasonalTrendLoess,
  type Unavailable,
} from './index.js';
import { extremeSeries, finite } from './properties.fixture.js';

const kind = fc.constantFrom<ComponentKind>('none', 'additive', 'multiplicative');
function expectSoundForecast(outcome: Forecast | Unavailable): void {
  if (isUnavailable(outcome)) return;
  const { mean, lower, upper } = outcome;
  expect(finite(mean) && finite(lower) && finite(upper)).toBe(true);
  mean.forEach((value, h) => {
    expect(lower[h]).toBeLessThanOrEqual(value);
    expect(upper[h]).toBeGreaterThanOrEqual(value);
  });
}

describe('whatever the series, there is a finite result or a stated reason', () => {
  it('of the Dickey-Fuller test', () => {
    fc.assert(
      fc.property(extremeSeries, fc.constantFrom('n', 'c', 'ct', 'ctt'), (x, regression) => {
        for (const autolag of ['AIC', 'BIC', 't-stat', null] as const) {
          const result = augmentedDickeyFuller(x, { regression, autolag });
          if (isUnavailable(result)) continue;
          expect(finite([result.statistic, result.pValue, result.icBest ?? 0])).toBe(true);
          expect(result.pValue).toBeGreaterThanOrEqual(0);
          expect(result.pValue).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('of the Hodrick-Prescott filter', () => {
    fc.assert(
      fc.property(extremeSeries, fc.double({ min: 0, max: 1e12, noNaN: true }), (x, lambda) => {
        const result = hodrickPrescott(x, lambda);
        if (!isUnavailable(result)) expect(finite(result.trend) && finite(result.cycle)).toBe(true);
      }),
    );
  });

  it('of the autocorrelation, within [-1, 1]', () => {
    fc.assert(
      fc.property(extremeSeries, (x) => {
        const result = autocorrelation(x, { alpha: 0.05, ljungBox: true });
        if (isUnavailable(result)) return;
        result.values.forEach((value) => {
          expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
        });
        expect(finite(result.interval!.lower) && finite(result.ljungBox!.pValues)).toBe(true);
      }),
    );
  });

  it('of the decomposition with a continued trend', () => {
    fc.assert(
      fc.property(extremeSeries, fc.integer({ min: 2, max: 12 }), fc.boolean(), (x, period, multiplies) => {
        const model = multiplies ? 'multiplicative' : 'additive';
        const result = seasonalDecompose(x, { period, model, extrapolateTrend: 'period' });
        if (isUnavailable(result)) return;
        expect(finite(result.trend) && finite(result.seasonal) && finite(result.residual)).toBe(true);
      }),
    );
  });

  it('of the partial autocorrelation and of the decomposition by local regression', () => {
    fc.assert(
      fc.property(extremeSeries, fc.boolean(), fc.integer({ min: 2, max: 8 }), (x, flag, period) => {
        const partial = partialAutocorrelation(x, { adjusted: flag, alpha: 0.05 });
        if (!isUnavailable(partial))
          expect(finite(partial.values) && finite(partial.interval!.upper)).toBe(true);
        const parts = seasonalTrendLoess(x, { period, robust: flag });
        if (isUnavailable(parts)) return;
        expect(finite(parts.trend) && finite(parts.seasonal) && finite(parts.residual)).toBe(true);
        expect(finite(parts.weights)).toBe(true);
      }),
    );
  });

  it('of binning', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double(), fc.double())),
        fc.integer({ min: 1, max: 1e9 }),
        (pairs, binMs) => {
          const timesMs = pairs.map(([time]) => time);
          const values = pairs.map(([, value]) => value);
          const result = aggregateBins(timesMs, values, binMs);
          if (isUnavailable(result)) return;
          expect(finite([result.count, result.max, result.min, result.mean])).toBe(true);
        },
      ),
    );
  });

  it('of every smoothing model and its intervals', () => {
    fc.assert(
      fc.property(extremeSeries, kind, kind, fc.boolean(), (x, trend, seasonal, damped) => {
        const fit = holtWinters(x, { trend, seasonal, damped, period: 4, maxEvaluations: 60 });
        if (isUnavailable(fit)) return;
        expect(finite(fit.fitted) && finite([fit.sse, fit.aic, fit.bic, fit.aicc ?? 0])).toBe(true);
        expectSoundForecast(forecastIntervals(fit, { horizon: 6, pathCount: 40 }));
      }),
      { numRuns: 300 },
    );
  });

  it('of the simple forecasts', () => {
    fc.assert(
      fc.property(extremeSeries, (x) => {
        expectSoundForecast(lastValueForecast(x, { horizon: 5 }));
        expectSoundForecast(linearTrendForecast(x, { horizon: 5, window: 10 }));
        expectSoundForecast(exponentialSmoothingForecast(x, { horizon: 5 }));
        expectSoundForecast(holtForecast(x, { horizon: 5, damped: true }));
      }),
      { numRuns: 60 },
    );
  });
});
