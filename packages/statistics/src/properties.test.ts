import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateBins,
  augmentedDickeyFuller,
  autocorrelation,
  binLast,
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
  resampleMean,
  seasonalDecompose,
  seasonalTrendLoess,
  type Unavailable,
} from './index.js';

const tame = fc.double({ min: -1e3, max: 1e3, noNaN: true, noDefaultInfinity: true });
const tameSeries = fc.array(tame, { minLength: 30, maxLength: 80 });

/** What monitoring and bad luck produce: offsets, steps, spikes, zeros, lines, alternation, huge and broken numbers. */
const extremeSeries = fc.oneof(
  fc.array(fc.double(), { maxLength: 60 }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 60 }),
  fc.array(
    fc.double({ min: -1, max: 1, noNaN: true }).map((v) => 1e10 + v),
    { maxLength: 60 },
  ),
  fc.array(fc.constantFrom(0, 1, -1, 1e308, -1e308, 1e-320, 5e-324, 1e150), { maxLength: 40 }),
  fc.array(fc.constantFrom(1e139, 9e139), { maxLength: 40 }),
  fc.array(fc.constantFrom(1e-310, 3e-310), { maxLength: 40 }),
  fc.tuple(fc.nat(60), tame, tame).map(([n, a, b]) => Array.from({ length: n }, (_, i) => a + b * i)),
  fc.tuple(fc.nat(60), tame, tame).map(([n, a, b]) => Array.from({ length: n }, (_, i) => (i % 2 ? a : b))),
  fc.tuple(fc.nat(60), fc.nat(60)).map(([n, at]) => Array.from({ length: n }, (_, i) => (i < at ? 1 : 1e9))),
  fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([n, at]) => Array.from({ length: n }, (_, i) => (i === at ? 1e12 : 7))),
);

const kind = fc.constantFrom<ComponentKind>('none', 'additive', 'multiplicative');
const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);

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

describe('stated reasons', () => {
  const reasonOf = (outcome: object) => (isUnavailable(outcome) ? outcome : { reason: 'none', detail: '' });

  it('name the numbers', () => {
    const options = { seasonal: 'additive', period: 550 } as const;
    expect(reasonOf(holtWinters(new Float64Array(720), options))).toEqual({
      reason: 'too-few-seasons',
      detail: 'needs at least 1100 samples (two seasons of 550), has 720',
    });
    expect(reasonOf(holtWinters([3, 2, 0, 4], { trend: 'multiplicative' }))).toEqual({
      reason: 'non-positive-values',
      detail: 'a multiplicative trend needs values above 0, sample 3 of 4 is 0',
    });
    expect(reasonOf(augmentedDickeyFuller(new Array(20).fill(5)))).toMatchObject({
      reason: 'constant-series',
    });
    expect(reasonOf(hodrickPrescott([1, Number.NaN, 2]))).toMatchObject({ reason: 'missing-values' });
  });

  it('cover a multiplicative trend that is continued down to zero', () => {
    const options = { period: 2, model: 'multiplicative', extrapolateTrend: 'period' } as const;
    const x = [
      5e-324, 3.257953648508122e-308, 6.515907297016243e-308, 9.773860945524364e-308, 1.3031814594032485e-307,
    ];
    expect(reasonOf(seasonalDecompose(x, options))).toMatchObject({ reason: 'not-finite' });
  });

  it('are not used for programming errors', () => {
    expect(() => autocorrelation([1, 2, 3], { lagCount: -1 })).toThrowError(/lagCount/);
    expect(() => seasonalDecompose([1, 2, 3], { period: 0 })).toThrowError(/period/);
    expect(() => lastValueForecast([1, 2, 3], { horizon: 0 })).toThrowError(/horizon/);
    expect(() => binLast([1], [1], 0)).toThrowError(/binMs/);
    expect(() => hodrickPrescott([1, 2, 3], -1)).toThrowError(/lambda/);
  });
});
