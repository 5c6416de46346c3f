import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  augmentedDickeyFuller,
  autocorrelation,
  binLast,
  hodrickPrescott,
  holtWinters,
  isUnavailable,
  resampleMean,
  seasonalDecompose,
} from './index.js';
import { tame, tameSeries } from './properties.fixture.js';

describe('identities', () => {
  it('trend and cycle of the Hodrick-Prescott filter sum to the series', () => {
    fc.assert(
      fc.property(tameSeries, (x) => {
        const result = hodrickPrescott(x);
        if (isUnavailable(result)) return expect.fail(result.detail);
        x.forEach((value, i) => {
          expect(result.trend[i]! + result.cycle[i]!).toBeCloseTo(value, 9);
        });
      }),
    );
  });

  it('the Hodrick-Prescott filter leaves a line alone and commutes with scale and shift', () => {
    fc.assert(
      fc.property(tameSeries, tame, tame, (x, scale, shift) => {
        const [plain, moved] = [
          hodrickPrescott(x),
          hodrickPrescott(x.map((v, i) => scale * v + shift + 3 * i)),
        ];
        if (isUnavailable(plain) || isUnavailable(moved)) return expect.fail('refused');
        moved.trend.forEach((value, i) => {
          expect(Math.abs(value - (scale * plain.trend[i]! + shift + 3 * i))).toBeLessThan(1e-5);
        });
      }),
    );
  });

  it('the autocorrelation is 1 at lag 0, and all 0 for a constant series', () => {
    fc.assert(
      fc.property(tameSeries, (x) => {
        const result = autocorrelation(x);
        if (isUnavailable(result)) return expect.fail(result.detail);
        const isConstant = x.every((value) => value === x[0]);
        expect(result.values[0]).toBe(isConstant ? 0 : 1);
      }),
    );
    const idle = autocorrelation(new Array(50).fill(7));
    expect('values' in idle && Array.from(idle.values).every((value) => value === 0)).toBe(true);
  });

  it('the parts of an additive decomposition sum to the series, and the season to 0', () => {
    fc.assert(
      fc.property(tameSeries, fc.integer({ min: 2, max: 15 }), (x, period) => {
        const result = seasonalDecompose(x, { period, extrapolateTrend: 'period' });
        if (isUnavailable(result)) return expect.fail(result.detail);
        x.forEach((value, i) => {
          expect(result.trend[i]! + result.seasonal[i]! + result.residual[i]!).toBeCloseTo(value, 8);
        });
        expect(result.seasonal.slice(0, period).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
      }),
    );
  });

  it('the Dickey-Fuller statistic ignores scale and, with a constant, shift', () => {
    const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(
        integers,
        fc.constantFrom(0.25, 8, 1024),
        fc.integer({ min: -1e9, max: 1e9 }),
        (x, scale, shift) => {
          const options = { maxLag: 2, autolag: null };
          const plain = augmentedDickeyFuller(x, options);
          const moved = augmentedDickeyFuller(
            x.map((value) => scale * value + shift),
            options,
          );
          expect(isUnavailable(moved)).toBe(isUnavailable(plain));
          if (isUnavailable(plain) || isUnavailable(moved)) return;
          expect(Math.abs(moved.statistic / plain.statistic - 1)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('a smoothing fit does not depend on the unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 9, noNaN: true }), { minLength: 20, maxLength: 40 }),
        (x) => {
          const [small, large] = [holtWinters(x), holtWinters(x.map((value) => value * 2 ** 30))];
          if (isUnavailable(small) || isUnavailable(large)) return expect.fail('refused');
          expect(Math.abs(large.sse / 2 ** 60 - small.sse)).toBeLessThanOrEqual(1e-6 * small.sse + 1e-20);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('one-minute means of one sample a minute are the samples', () => {
    const timesMs = [60_000, 120_000, 180_000];
    expect(resampleMean(timesMs, [4, 5, 6], 60_000)).toEqual({
      timesMs: Float64Array.from(timesMs),
      values: Float64Array.from([4, 5, 6]),
    });
    expect(binLast(timesMs, [4, Number.NaN, 6], 120_000)).toMatchObject({
      values: Float64Array.from([4, 6]),
    });
  });
});
