import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalRecursion } from './general-recursion.js';
import { trendTimesSeasonPlus } from './trend-times-season-plus.js';

const period = 4;
const model = { trend: 'multiplicative', seasonal: 'additive', period, damped: false } as const;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const series = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 8, maxLength: 60 });
const season = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), {
  minLength: period,
  maxLength: period,
});
const zero = () => ({
  smoothingLevel: 0,
  smoothingTrend: 0,
  smoothingSeasonal: 0,
  dampingTrend: 0,
  level: 0,
  trend: 0,
});
const near = (actual: number, expected: number, size = 0) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected) + size));

describe('the passes of the model with a multiplicative trend and an additive season', () => {
  it('equal the general passes to 1e-12, derivatives, fitted values and final state included', () => {
    let compared = 0;
    fc.assert(
      fc.property(series, share, share, share, season, (values, alpha, beta, gamma, seasons) => {
        const y = Float64Array.from(values);
        const parameters = {
          smoothingLevel: alpha,
          smoothingTrend: alpha * beta * 0.2,
          smoothingSeasonal: (1 - alpha) * gamma,
          dampingTrend: 1,
        };
        const initial = { level: 1, trend: 1.01, season: Float64Array.from(seasons) };
        const [special, general] = [trendTimesSeasonPlus(y, period), generalRecursion(model, y)];
        const [sum, expected] = [special.run(parameters, initial), general.run(parameters, initial)];
        expect(Number.isFinite(sum)).toBe(Number.isFinite(expected));
        if (!Number.isFinite(sum)) return;
        near(sum, expected);
        const [by, byExpected] = [zero(), zero()];
        const bySeason = special.differentiate(by).slice(0, period);
        const bySeasonExpected = general.differentiate(byExpected).slice(0, period);
        // Rounding grows with the terms that cancel in a derivative, which are as large as its largest.
        const size = Math.max(...Object.values(byExpected).map(Math.abs));
        for (const key of [
          'smoothingLevel',
          'smoothingTrend',
          'smoothingSeasonal',
          'level',
          'trend',
        ] as const)
          near(by[key], byExpected[key], size);
        bySeason.forEach((value, i) => {
          near(value, bySeasonExpected[i]!, size);
        });
        const [ended, endedExpected] = [special.outcome(), general.outcome()];
        ended.fitted.forEach((value, t) => {
          near(value, endedExpected.fitted[t]!);
        });
        near(ended.final.level, endedExpected.final.level);
        near(ended.final.trend, endedExpected.final.trend);
        ended.final.season.forEach((value, i) => {
          near(value, endedExpected.final.season[i]!);
        });
        compared++;
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('are infinite where a level falls to zero', () => {
    const recursion = trendTimesSeasonPlus(Float64Array.of(1, 1, 1, 1, 1), 2);
    const parameters = { smoothingLevel: 1, smoothingTrend: 0, smoothingSeasonal: 0, dampingTrend: 1 };
    expect(recursion.run(parameters, { level: 1, trend: 1, season: Float64Array.of(1.5, 0) })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
