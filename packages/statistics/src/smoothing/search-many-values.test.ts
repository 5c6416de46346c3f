import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../distributions/normal-quantile.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import { hodrickPrescott } from '../filtering/hodrick-prescott.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { forecastIntervals } from './forecast-intervals.js';
import { type HoltWintersOptions, holtWinters } from './holt-winters.js';
import type { ComponentKind } from './model.js';

const period = 150;
const seasonAt = (t: number) => 10 * Math.sin((2 * Math.PI * t) / period) + ((t % period) % 7);

function noise(n: number, seed: number): Float64Array {
  const next = uniformStream(seed);
  return new Float64Array(n).map(() => normalQuantile(next()));
}

function fitOf(x: Float64Array, options: HoltWintersOptions) {
  const fit = holtWinters(x, options);
  if (isUnavailable(fit)) throw new Error(fit.detail);
  return fit;
}

describe('holtWinters with a season of hundreds', () => {
  it.each<[ComponentKind, ComponentKind]>([
    ['none', 'additive'],
    ['additive', 'additive'],
    ['multiplicative', 'additive'],
    ['none', 'multiplicative'],
  ])('finds a season in noise with a %s trend and a %s season, and forecasts it', (trend, seasonal) => {
    const n = 6 * period;
    const clean = Float64Array.from({ length: n + 30 }, (_, t) => 200 + seasonAt(t));
    const drawn = noise(n, 11);
    const fit = fitOf(
      clean.slice(0, n).map((value, t) => value + drawn[t]!),
      { trend, seasonal, period },
    );
    expect(fit.converged).toBe(true);
    // The noise has variance 1; one level and 150 seasons explain a sixth of it.
    expect(fit.sse / n).toBeLessThan(1.1);
    const forecast = forecastIntervals(fit, { horizon: 30 });
    if (isUnavailable(forecast)) return expect.fail(forecast.detail);
    const errors = forecast.mean.map((value, h) => value - clean[n + h]!);
    expect(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 30)).toBeLessThan(1.2);
  });

  it('does no worse than carrying the last two samples on, where spikes forbid the classical season', () => {
    const bursts = noise(1200, 5).map((value) => Math.exp(3 * value));
    const filtered = hodrickPrescott(bursts);
    if (isUnavailable(filtered)) return expect.fail(filtered.detail);
    const x = filtered.trend.map((value) => Math.max(value, 0.01));
    const fit = fitOf(x, { trend: 'multiplicative', seasonal: 'additive', period: 550 });
    let carried = 0;
    for (let t = 2; t < x.length; t++) carried += (x[t]! - x[t - 1]! ** 2 / x[t - 2]!) ** 2;
    expect(fit.sse).toBeLessThanOrEqual(carried);
  });

  it('finds a start among many where most leave the domain of a multiplicative season', () => {
    // Long quiet stretches and rare large bursts: only a level that hardly moves keeps every factor above 0.
    const x = noise(600, 9).map((value, t) => (t % 97 < 3 ? 5000 + 1000 * value : 10 + Math.abs(value)));
    const fit = holtWinters(x, { trend: 'additive', seasonal: 'multiplicative', period: 120 });
    expect(isUnavailable(fit) ? fit.detail : 'fitted').toBe('fitted');
  });

  it('has a finite result or a stated reason for every series', () => {
    const length = fc.integer({ min: 210, max: 320 });
    const series = fc.oneof(
      length.map((n) => new Float64Array(n).fill(7)),
      length.map((n) => new Float64Array(n).map((_, t) => 1e10 + t)),
      length.map((n) => new Float64Array(n).map((_, t) => (t % 2 ? 1 : 1e9))),
      fc.tuple(length, fc.nat(200)).map(([n, at]) => new Float64Array(n).fill(7).fill(1e12, at, at + 1)),
      fc.tuple(length, fc.nat()).map(([n, seed]) => noise(n, seed).map((value) => Math.exp(5 * value))),
      fc.tuple(length, fc.nat()).map(([n, seed]) => noise(n, seed).map((value) => 1e-310 * Math.abs(value))),
      fc.tuple(length, fc.nat()).map(([n, seed]) => noise(n, seed)),
    );
    const kind = fc.constantFrom<ComponentKind>('none', 'additive', 'multiplicative');
    fc.assert(
      fc.property(series, kind, kind, fc.boolean(), (x, trend, seasonal, damped) => {
        const fit = holtWinters(x, { trend, seasonal, damped, period: 105 });
        if (isUnavailable(fit)) return;
        expect(fit.fitted.every(Number.isFinite) && Number.isFinite(fit.sse)).toBe(true);
        const forecast = forecastIntervals(fit, { horizon: 110, pathCount: 40 });
        if (isUnavailable(forecast)) return;
        forecast.mean.forEach((value, h) => {
          expect(Number.isFinite(value)).toBe(true);
          expect(forecast.lower[h]).toBeLessThanOrEqual(value);
          expect(forecast.upper[h]).toBeGreaterThanOrEqual(value);
        });
      }),
      { numRuns: 60 },
    );
  });
});
