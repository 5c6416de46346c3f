import fc from 'fast-check';
import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { holtWinters } from '../smoothing/holt-winters.js';
import { forecastAt, rollingOrigins } from './selection.fixture.js';
import { holtCandidate, linearTrendCandidate } from './trend-candidates.js';

describe('linearTrendCandidate', () => {
  it('carries on the line that is fitted anew at each origin', () => {
    fc.assert(
      fc.property(rollingOrigins, fc.constantFrom(2, 5, 15, 20), (origins, width) => {
        const { x, horizon } = origins;
        const candidate = linearTrendCandidate(origins, width);
        for (let origin = origins.first; origin <= x.length; origin++) {
          const base = x[origin - 1]!;
          const window = Array.from(x.subarray(origin - width, origin));
          const { m, b } = linearRegression(window.map((value, i) => [i - (width - 1), value - base]));
          forecastAt(origins, candidate, origin).forEach((value, h) => {
            const expected = base + b + m * (h + 1);
            expect(Math.abs(value - expected)).toBeLessThan(1e-9 + 1e-14 * Math.abs(base));
          });
          expect(forecastAt(origins, candidate, origin)).toHaveLength(horizon);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('follows a line without error, also on a large offset', () => {
    const x = Float64Array.from({ length: 40 }, (_, i) => 1e10 + 3 * i);
    const { forecasts } = linearTrendCandidate({ x, first: 20, horizon: 2 }, 15);
    expect(Array.from(forecasts.slice(-2))).toEqual([1e10 + 120, 1e10 + 123]);
  });

  it('says in its name how far it looks back', () => {
    const origins = { x: new Float64Array(9), first: 5, horizon: 1 };
    expect(linearTrendCandidate(origins, 5).name).toBe('linear-trend(5)');
  });
});

describe('holtCandidate', () => {
  it("is Holt's trend, damped or not, with the parameters in Winters' convention", () => {
    const [alpha, share] = [0.2, 0.05];
    fc.assert(
      fc.property(rollingOrigins, fc.constantFrom(0.98, 1), (origins, phi) => {
        const { x, first, horizon } = origins;
        const candidate = holtCandidate(origins, { alpha, share, phi });
        const fit = holtWinters(x, {
          trend: 'additive',
          damped: phi < 1,
          parameters: {
            smoothingLevel: alpha,
            // In Winters' convention the change of the level enters the trend, which is α times the error.
            smoothingTrend: share,
            smoothingSeasonal: 0,
            dampingTrend: phi,
          },
          initial: { level: x[0]!, trend: 0, season: new Float64Array(0) },
        });
        if ('reason' in fit) return expect.fail(fit.detail);
        for (let origin = first; origin < x.length; origin++)
          expect(forecastAt(origins, candidate, origin)[0]).toBeCloseTo(fit.fitted[origin]!, 4);
        let { level, trend } = fit.final;
        forecastAt(origins, candidate, x.length).forEach((value) => {
          trend *= phi;
          level += trend;
          expect(Math.abs(value - level)).toBeLessThan(1e-9 + 1e-13 * Math.abs(level));
        });
        expect(candidate.forecasts).toHaveLength((x.length - first + 1) * horizon);
      }),
      { numRuns: 15 },
    );
  });
});
