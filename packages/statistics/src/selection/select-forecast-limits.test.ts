import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { type SelectedForecast, selectForecast } from './select-forecast.js';
import { seriesOf } from './selection.fixture.js';

const noise = (n: number, seed = 1) => seriesOf(n, seed, (_, draw) => draw());
const withSample = (at: number, value: number) => noise(200).map((each, i) => (i === at ? value : each));

function expectSound({ mean, lower, upper, candidates, backtest }: SelectedForecast): void {
  expect(allFinite(mean) && allFinite(lower) && allFinite(upper)).toBe(true);
  mean.forEach((value, h) => {
    expect(lower[h]).toBeLessThanOrEqual(value);
    expect(upper[h]).toBeGreaterThanOrEqual(value);
  });
  expect(allFinite(candidates.flatMap(({ scaledError, weight }) => [scaledError, weight]))).toBe(true);
  expect(allFinite(Object.values(backtest))).toBe(true);
  expect(backtest.originCount).toBeGreaterThanOrEqual(1);
  expect(backtest.coverage).toBeGreaterThanOrEqual(0);
  expect(backtest.coverage).toBeLessThanOrEqual(1);
}

describe('selectForecast refuses, as a value,', () => {
  it.each([
    ['too few samples', noise(79), 'too-few-samples', /at least 80 samples, has 79/],
    [
      'a constant series',
      new Float64Array(200).fill(1e10),
      'constant-series',
      /all 200 samples are 10000000000/,
    ],
    ['a missing sample', withSample(7, Number.NaN), 'missing-values', /sample 8 of 200/],
    ['an infinite sample', withSample(199, Number.POSITIVE_INFINITY), 'not-finite', /sample 200 of 200/],
    ['a sample that cannot be squared', withSample(0, 1e308), 'out-of-range', /1e\+308/],
    [
      'movement too small for numbers',
      new Float64Array(200).map((_, i) => (i === 100 ? 5e-324 : 0)),
      'constant-series',
      /less than numbers can/,
    ],
  ])('%s', (_, x, reason, detail) => {
    const outcome = selectForecast(x, { horizon: 10 });
    expect(outcome).toMatchObject({ reason });
    expect(isUnavailable(outcome) && outcome.detail).toMatch(detail);
  });

  it('fewer than four horizons', () => {
    expect(selectForecast(noise(399), { horizon: 100 })).toMatchObject({ reason: 'too-few-samples' });
    expect(selectForecast(noise(400), { horizon: 100 })).not.toHaveProperty('reason');
  });

  it('samples that are constant until the models are due, naming their value and not that of what is spared', () => {
    const x = new Float64Array(600).map((_, i) => (i === 0 ? 5 : i >= 597 ? 9 : 7));
    expect(selectForecast(x, { horizon: 10, refitEvery: 10, sinceRefit: 3 })).toEqual({
      reason: 'constant-series',
      detail: 'all 591 samples are 7',
    });
  });
});

describe('selectForecast throws on programming errors:', () => {
  it.each([
    ['no horizon', { horizon: 0 }, 'invalid-horizon'],
    ['a level of 1', { horizon: 10, level: 1 }, 'invalid-probability'],
    ['no distance between estimates', { horizon: 10, refitEvery: 0 }, 'invalid-window'],
    ['a fractional age of the estimates', { horizon: 10, refitEvery: 5, sinceRefit: 1.5 }, 'invalid-window'],
    ['estimates older than their distance', { horizon: 10, refitEvery: 5, sinceRefit: 5 }, 'invalid-window'],
  ])('%s', (_, options, code) => {
    expect(() => selectForecast(noise(200), options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('selectForecast is sound for', () => {
  it.each<[string, Float64Array]>([
    ['a step', noise(300).map((value, i) => value + (i < 290 ? 0 : 1e6))],
    ['a step of what did not move', new Float64Array(300).map((_, i) => (i < 200 ? 3 : 4))],
    ['a last sample unlike all others', new Float64Array(300).map((_, i) => (i < 299 ? 3 : 4))],
    ['one gross outlier', noise(300).map((value, i) => (i === 280 ? 1e12 : value))],
    ['unit noise on an offset of 1e10', noise(300).map((value) => 1e10 + value)],
    ['numbers of 5e-324', new Float64Array(300).map((_, i) => (i % 3 === 0 ? 5e-324 : 0))],
    ['zeros with rare spikes', new Float64Array(300).map((_, i) => (i % 61 === 7 ? 1e6 : 0))],
    ['two values', noise(300).map((value) => (value > 0 ? 1 : 0))],
    ['a ramp', new Float64Array(300).map((_, i) => i)],
    ['growth by a factor', new Float64Array(300).map((_, i) => Math.exp(i))],
    ['magnitudes of 1e139', noise(300).map((value) => 1e139 * value)],
    ['enough for the season of the reference', noise(1_310).map((value) => 1e-300 * value)],
  ])('%s', (_, x) => {
    const outcome = selectForecast(x, { horizon: 10 });
    if (isUnavailable(outcome)) return expect.fail(outcome.detail);
    expectSound(outcome);
  });

  it('a strict season about as long as what may be learnt from', () => {
    for (const period of [15, 17, 19, 23, 27, 30]) {
      const shape = noise(period, period);
      const x = Float64Array.from({ length: 80 }, (_, i) => shape[i % period]! + 1e-3 * i);
      for (const sinceRefit of [0, 1, 5, 7]) {
        const outcome = selectForecast(x, { horizon: 20, refitEvery: 8, sinceRefit });
        if (isUnavailable(outcome)) return expect.fail(outcome.detail);
        expectSound(outcome);
      }
    }
  });

  it('any finite series, or says why not', () => {
    const value = fc.oneof(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.constantFrom(0, 1, -1, 1e10, 1e139, -1e139, 1e-320, 5e-324),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const size = { minLength: 80, maxLength: 400 };
    const series = fc.oneof(
      fc.array(value, size),
      fc.array(fc.double({ min: -1e139, max: 1e139, noNaN: true }), size),
      fc.array(fc.constantFrom(0, 5e-324, 1e139), size),
      fc.array(fc.integer({ min: 0, max: 1 }), size),
      fc
        .tuple(fc.array(fc.integer({ min: 0, max: 9 }), size), value)
        .map(([drawn, to]) => drawn.map((v) => v * to)),
      fc
        .tuple(fc.array(value, size), fc.nat(400))
        .map(([drawn, to]) => drawn.map((v, i) => (i < to ? 0 : v))),
    );
    const options = fc.record({
      horizon: fc.integer({ min: 1, max: 20 }),
      level: fc.constantFrom(0.5, 0.95, 0.999),
      refitEvery: fc.constant(8),
      sinceRefit: fc.nat(7),
    });
    fc.assert(
      fc.property(series, options, (x, chosen) => {
        const outcome = selectForecast(x, chosen);
        if (isUnavailable(outcome)) expect(outcome.detail).not.toBe('');
        else expectSound(outcome);
      }),
      { numRuns: 70 },
    );
  });
});
