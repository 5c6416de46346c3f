import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../distributions/normal-quantile.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { exponentialSmoothingForecast } from './exponential-smoothing-forecast.js';
import type { Forecast } from './forecast.js';
import { holtForecast } from './holt-forecast.js';
import { lastValueForecast } from './last-value-forecast.js';
import { linearTrendForecast } from './linear-trend-forecast.js';
import { seasonalNaiveForecast } from './seasonal-naive-forecast.js';

const Z95 = 1.959963984540054; // scipy.stats.norm.ppf(0.975)

/** Seeded standard normal numbers. */
function normals(seed: number): () => number {
  const next = uniformStream(seed);
  return () => normalQuantile(next());
}

function taken(outcome: ReturnType<typeof lastValueForecast>): Forecast {
  if (isUnavailable(outcome)) throw new Error(outcome.detail);
  return outcome;
}

describe('lastValueForecast', () => {
  it('carries the last value on, with an interval that grows with the square root of the horizon', () => {
    const forecast = taken(lastValueForecast([1, 2, 1, 2, 3], { horizon: 4 }));
    expect(Array.from(forecast.mean)).toEqual([3, 3, 3, 3]);
    expect(forecast.upper[0]).toBeCloseTo(3 + Z95, 12);
    expect(forecast.upper[3]).toBeCloseTo(3 + 2 * Z95, 12);
    expect(forecast.lower[3]).toBeCloseTo(3 - 2 * Z95, 12);
  });

  it('covers about 95 % of random walks', () => {
    const next = normals(11);
    let covered = 0;
    for (let run = 0; run < 400; run++) {
      const walk = [0];
      for (let i = 1; i < 120; i++) walk.push(walk[i - 1]! + next());
      const forecast = taken(lastValueForecast(walk.slice(0, 110), { horizon: 10 }));
      if (walk[119]! >= forecast.lower[9]! && walk[119]! <= forecast.upper[9]!) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.98);
  });

  it('needs two samples', () => {
    expect(lastValueForecast([1], { horizon: 1 })).toMatchObject({ reason: 'too-few-samples' });
  });
});

describe('seasonalNaiveForecast', () => {
  it('repeats the last season, with an interval that widens from season to season', () => {
    // Seasonal differences of 3: 1, 1, 2, so that their mean square is 2.
    const forecast = taken(seasonalNaiveForecast([1, 2, 3, 2, 3, 5], { horizon: 7, period: 3 }));
    expect(Array.from(forecast.mean)).toEqual([2, 3, 5, 2, 3, 5, 2]);
    expect(forecast.upper[2]! - 5).toBeCloseTo(Z95 * Math.sqrt(2), 12);
    expect(forecast.upper[3]! - 2).toBeCloseTo(Z95 * 2, 12);
    expect(forecast.upper[6]! - 2).toBeCloseTo(Z95 * Math.sqrt(6), 12);
  });

  it('needs a season and a sample', () => {
    expect(seasonalNaiveForecast([1, 2, 3], { horizon: 1, period: 3 })).toMatchObject({
      reason: 'too-few-samples',
    });
    expect(() => seasonalNaiveForecast([1, 2, 3], { horizon: 1, period: 0 })).toThrowError(/period/);
  });
});

describe('linearTrendForecast', () => {
  it('continues a line without error', () => {
    const forecast = taken(linearTrendForecast([5, 7, 9, 11], { horizon: 3 }));
    expect(Array.from(forecast.mean)).toEqual([13, 15, 17]);
    expect(Array.from(forecast.upper)).toEqual([13, 15, 17]);
  });

  it('agrees with the textbook interval of a new observation', () => {
    // y = 1, 2, 2: slope 1/2, residual scale √(1/6), t(0.975; 1) = tan(0.475π), x = 4 lies 2 off the middle, Sxx = 2.
    const forecast = taken(linearTrendForecast([1, 2, 2], { horizon: 1 }));
    const half = Math.tan(0.475 * Math.PI) * Math.sqrt(1 / 6) * Math.sqrt(1 + 1 / 3 + 4 / 2);
    expect(forecast.mean[0]).toBeCloseTo(8 / 3, 12);
    expect(forecast.upper[0]! - forecast.mean[0]!).toBeCloseTo(half, 9);
  });

  it('looks back only as far as the window', () => {
    const forecast = taken(linearTrendForecast([100, -50, 1, 2, 3], { horizon: 1, window: 3 }));
    expect(forecast.mean[0]).toBeCloseTo(4, 12);
  });
});

describe('smoothing forecasts', () => {
  const next = normals(3);
  const noisy = Array.from({ length: 200 }, (_, i) => 50 + 0.5 * i + next());

  it('simple smoothing stays flat and Holt follows the slope', () => {
    const flat = taken(exponentialSmoothingForecast(noisy, { horizon: 20 }));
    const sloped = taken(holtForecast(noisy, { horizon: 20 }));
    expect(flat.mean[19]).toBe(flat.mean[0]);
    expect((sloped.mean[19]! - sloped.mean[0]!) / 19).toBeCloseTo(0.5, 1);
  });

  it('a damped trend ends below an undamped one', () => {
    const damped = taken(holtForecast(noisy, { horizon: 200, damped: true }));
    const undamped = taken(holtForecast(noisy, { horizon: 200 }));
    expect(damped.mean[199]).toBeLessThan(undamped.mean[199]!);
  });
});
