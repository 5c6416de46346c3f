import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { autoregression } from './noise.fixture.js';
import { type SeasonalPeriodOptions, seasonalPeriod } from './seasonal-period.js';

const N = 1440;

function periodOf(x: Float64Array, options?: SeasonalPeriodOptions): number | null {
  const result = seasonalPeriod(x, options);
  if (isUnavailable(result)) throw new Error(result.detail);
  expect(result.strength).toBeGreaterThanOrEqual(0);
  expect(result.strength).toBeLessThanOrEqual(1);
  expect(result.period === null).toBe(result.pValue >= (options?.significance ?? 0.01));
  return result.period;
}

/** One cycle over t in [0, 1), of about unit variance. */
const shapes: Record<string, (t: number, period: number) => number> = {
  wave: (t) => Math.SQRT2 * Math.sin(2 * Math.PI * t),
  'working hours': (t) => (t > 0.3 && t < 0.7 ? 1.2 : -0.8),
  'two peaks': (t) => 0.7 * Math.sin(2 * Math.PI * t) + 1.2 * Math.sin(4 * Math.PI * t + 1),
  'saw tooth': (t) => 3.46 * (t - 0.5),
};
const seasonal = (shape: string, period: number, noise: Float64Array) =>
  noise.map((value, i) => value + shapes[shape]!((i / period + 0.2) % 1, period));

describe('seasonalPeriod finds', () => {
  const table = Object.keys(shapes).flatMap((shape) => [7, 24, 60, 288].map((p) => [shape, p] as const));
  it.each(table)('a %s of %d samples in noise as large as it', (shape, period) => {
    for (let seed = 0; seed < 10; seed++) {
      expect(periodOf(seasonal(shape, period, autoregression(N, 0, seed)))).toBeCloseTo(period, -1);
    }
  });

  it.each(Object.keys(shapes))('a %s of 550, of which there are 2.6, within 5 %', (shape) => {
    for (let seed = 0; seed < 10; seed++) {
      const period = periodOf(seasonal(shape, 550, autoregression(N, 0, seed)));
      expect(Math.abs(period! - 550)).toBeLessThanOrEqual(27);
    }
  });

  it('short spikes, of which no single line of the spectrum stands out', () => {
    for (let seed = 0; seed < 10; seed++) {
      const x = autoregression(N, 0, seed).map((value, i) => value + (i % 60 === 17 ? 6 : 0));
      expect(periodOf(x)).toBe(60);
    }
  });

  it('a season on a random walk and under an outlier', () => {
    for (let seed = 0; seed < 10; seed++) {
      const x = seasonal(
        'wave',
        60,
        autoregression(N, 1, seed).map((value) => 0.2 * value),
      );
      x[700] = 1e4;
      expect(periodOf(x)).toBe(60);
    }
  });

  it('the same at any offset and scale', () => {
    const x = seasonal('working hours', 24, autoregression(N, 0.5, 3));
    expect(periodOf(x.map((value) => 1e10 + value))).toBe(24);
    expect(periodOf(x.map((value) => 1e-200 * value))).toBe(24);
    expect(periodOf(x.map((value) => 1e120 * value))).toBe(24);
  });

  it('a shorter season only where it is asked to look', () => {
    const x = seasonal('wave', 24, autoregression(N, 0, 1));
    expect(periodOf(x, { maxPeriod: 20 })).toBeNull();
    expect(periodOf(x, { minPeriod: 20, maxPeriod: 30 })).toBe(24);
  });
});

describe('seasonalPeriod finds nothing in at least 95 of 100', () => {
  const drift = (seed: number, noise: number) => {
    const white = autoregression(N, 0, seed + 500);
    return autoregression(N, 1, seed).map((value, i) => value + noise * white[i]!);
  };
  const nulls: Record<string, (seed: number) => Float64Array> = {
    'white noises': (seed) => autoregression(N, 0, seed),
    'autoregressions of 0.5': (seed) => autoregression(N, 0.5, seed),
    'autoregressions of 0.9': (seed) => autoregression(N, 0.9, seed),
    'autoregressions of 0.99': (seed) => autoregression(N, 0.99, seed),
    'autoregressions of -0.5': (seed) => autoregression(N, -0.5, seed),
    'random walks': (seed) => drift(seed, 0),
    'random walks under noise': (seed) => drift(seed, 20),
    'noisy trends': (seed) => autoregression(N, 0, seed).map((value, i) => value + 0.05 * i),
    'noisy parabolas': (seed) => autoregression(N, 0, seed).map((value, i) => value + 1e-5 * i * i),
    'noisy steps': (seed) => autoregression(N, 0, seed).map((value, i) => value + (i > 600 ? 5 : 0)),
  };
  it.each(Object.keys(nulls))('%s', (name) => {
    let found = 0;
    for (let seed = 0; seed < 100; seed++) if (periodOf(nulls[name]!(seed)) !== null) found++;
    expect(found).toBeLessThanOrEqual(5);
  });
});

describe('seasonalPeriod', () => {
  it('has no season to tell of a line, and no answer for what does not vary', () => {
    expect(seasonalPeriod(Float64Array.from({ length: 100 }, (_, i) => 3 + 2 * i))).toMatchObject({
      period: null,
    });
    expect(seasonalPeriod(new Float64Array(100))).toMatchObject({ reason: 'constant-series' });
    expect(seasonalPeriod(new Float64Array(10))).toMatchObject({ reason: 'too-few-samples' });
    expect(seasonalPeriod([...new Array(30).fill(1), Number.NaN])).toMatchObject({
      reason: 'missing-values',
    });
  });

  it('refuses a range without periods', () => {
    expect(() => seasonalPeriod([], { minPeriod: 1 })).toThrowError(/minPeriod/);
    expect(() => seasonalPeriod([], { minPeriod: 9, maxPeriod: 8 })).toThrowError(/maxPeriod/);
    expect(() => seasonalPeriod([], { significance: 0 })).toThrowError(/significance/);
  });
});
