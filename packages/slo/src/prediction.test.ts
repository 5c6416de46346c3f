import { analyzeSeries, defaultProfile, type Forecast, isUnavailable } from '@forewarn/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMs } from './minute-means.js';
import { type Prediction, type PredictionOptions, predict } from './prediction.js';
import type { Bounds } from './sla.js';
import { violationProbability } from './violation-probability.js';

fc.configureGlobal({ seed: 1 });

const windowEndMs = 1_000 * minuteMs;

/** A forecast of these means, one a minute, with the same half-width on both sides. */
function forecastOf(means: readonly number[], halfWidth = 1.959963984540054): Forecast {
  return {
    model: 'test',
    modelChoice: 'test',
    backtest: null,
    level: 0.95,
    stepMs: minuteMs,
    points: means.map((mean, at) => ({
      timestampMs: windowEndMs + (at + 1) * minuteMs,
      mean,
      lower: mean - halfWidth,
      upper: mean + halfWidth,
    })),
    max: Math.max(...means),
    min: Math.min(...means),
    mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
  };
}

function predicted(
  means: readonly number[],
  bounds: Bounds,
  options: Partial<PredictionOptions> = {},
): Prediction & Required<Pick<Prediction, 'points'>> {
  const result = predict({ windowEndMs, forecast: forecastOf(means) }, bounds, {
    nowMs: windowEndMs,
    ...options,
  });
  if (isUnavailable(result)) throw new Error(result.reason);
  return { ...result, points: result.points! };
}

describe('violationProbability', () => {
  it.each([
    // Two-sided tables of the normal law: 2.5 % beyond 1.959963984540054 deviations, 15.865525 % beyond one.
    ['2.5 % where the bound is the interval’s upper end', 0, { max: 1.959963984540054 }, 0.025],
    ['5 % where both ends are bounds', 0, { min: -1.959963984540054, max: 1.959963984540054 }, 0.05],
    ['15.87 % one deviation below the bound', 0, { max: 1 }, 0.15865525393145707],
    ['one half at the bound', 3, { max: 3 }, 0.5],
    ['84.13 % one deviation outside', 4, { max: 3 }, 0.8413447460685429],
  ])('is %s', (_, mean, bounds, expected) => {
    const point = { timestampMs: 0, mean, lower: mean - 1.959963984540054, upper: mean + 1.959963984540054 };
    expect(violationProbability(point, 0.95, bounds)).toBeCloseTo(expected, 12);
  });

  it('uses the half-width of the side on which the bound lies', () => {
    const point = { timestampMs: 0, mean: 0, lower: -0.1, upper: 2 };
    const above = violationProbability(point, 0.95, { max: 1 });
    const below = violationProbability(point, 0.95, { min: -1 });
    expect(above).toBeGreaterThan(0.1);
    expect(below).toBeLessThan(1e-6);
  });

  it('uses the half-width of the other side for a mean that is outside, since it lies within again there', () => {
    const above = { timestampMs: 0, mean: 3, lower: 3 - 1.959963984540054, upper: 300 };
    expect(violationProbability(above, 0.95, { max: 2 })).toBeCloseTo(0.8413447460685429, 12);
    const below = { timestampMs: 0, mean: 3, lower: -300, upper: 3 + 1.959963984540054 };
    expect(violationProbability(below, 0.95, { min: 4 })).toBeCloseTo(0.8413447460685429, 12);
  });

  it('is one half at a bound on the side that has a width', () => {
    expect(violationProbability({ timestampMs: 0, mean: 3, lower: 3, upper: 4 }, 0.95, { max: 3 })).toBe(0.5);
    expect(violationProbability({ timestampMs: 0, mean: 3, lower: 3, upper: 4 }, 0.95, { min: 3 })).toBe(0);
  });

  it('is certain where the interval has no width', () => {
    const point = { timestampMs: 0, mean: 5, lower: 5, upper: 5 };
    expect(violationProbability(point, 0.95, { max: 5 })).toBe(0);
    expect(violationProbability(point, 0.95, { max: 4.9 })).toBe(1);
    expect(violationProbability(point, 0.95, { min: 5.1 })).toBe(1);
  });

  it('is a probability, at least one half exactly when the mean is outside, and falls as a bound moves away', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    const real = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(real, positive, positive, real, positive, (mean, below, above, max, further) => {
        const point = { timestampMs: 0, mean, lower: mean - below, upper: mean + above };
        const probability = violationProbability(point, 0.9, { max });
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
        expect(mean > max ? probability >= 0.5 : probability <= 0.5).toBe(true);
        expect(violationProbability(point, 0.9, { max: max + further })).toBeLessThanOrEqual(probability);
      }),
    );
  });
});

describe('predict', () => {
  it('names the first point whose mean is outside, and when it is', () => {
    const result = predicted([1, 2, 6, 7], { max: 5 }, { nowMs: windowEndMs + 30_000 });
    expect(result.firstViolation).toMatchObject({
      timestampMs: windowEndMs + 3 * minuteMs,
      mean: 6,
      bound: 'max',
    });
    expect(result).toMatchObject({
      max: 7,
      min: 1,
      mean: 4,
      lower: 1 - 1.959963984540054,
      upper: 7 + 1.959963984540054,
    });
  });

  it('takes the probability over the horizon as the largest of the points', () => {
    const result = predicted([1, 4, 2], { max: 5 });
    expect(result.probability).toBe(result.points[1]!.probability);
    expect(result.probability).toBeCloseTo(0.15865525393145707, 12);
    expect(result.firstViolation).toBeNull();
  });

  it('counts a probable violation whose mean still holds, from the given probability on', () => {
    const result = predicted([1, 4], { min: -9, max: 5 }, { atRiskProbability: 0.1 });
    expect(result.firstViolation).toMatchObject({ mean: 4, bound: 'max' });
  });

  it('counts a mean at the bound itself, which is as likely as not to be outside', () => {
    expect(predicted([1, 5], { max: 5 }).firstViolation).toMatchObject({ mean: 5, probability: 0.5 });
  });

  it.each([
    ['the only one, from above', 4, { min: 3 }, 'min'],
    ['the only one, from below', 4, { max: 9 }, 'max'],
    ['the lower one, being nearer', 1, { min: 0, max: 9 }, 'min'],
    ['the lower one, being nearer below zero', -8, { min: -9, max: 0 }, 'min'],
    ['the upper one, being nearer', 8, { min: 0, max: 9 }, 'max'],
    ['the upper one, both being as near', 5, { min: 0, max: 10 }, 'max'],
  ] as const)('names as the bound of a mean within: %s', (_, mean, bounds, bound) => {
    expect(predicted([mean], bounds, { atRiskProbability: 0 }).firstViolation).toMatchObject({ mean, bound });
  });

  it('names for a mean within whichever bound is nearer', () => {
    const within = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(within, fc.nat(1_000), fc.nat(1_000), (mean, below, above) => {
        const bounds = { min: mean - below, max: mean + above };
        const nearer = below < above ? 'min' : 'max';
        expect(predicted([mean], bounds, { atRiskProbability: 0 }).firstViolation?.bound).toBe(nearer);
      }),
    );
  });

  it('looks only at points in the future and within the horizon', () => {
    const result = predicted(
      [9, 1, 1, 9],
      { max: 5 },
      { nowMs: windowEndMs + minuteMs, horizonMs: 2 * minuteMs },
    );
    expect(result.points.map(({ mean }) => mean)).toEqual([1, 1]);
    expect(result).toMatchObject({
      firstViolation: null,
      endMs: windowEndMs + 3 * minuteMs,
      endsEarly: false,
    });
  });

  it('answers a horizon beyond the forecast for what there is, and says so', () => {
    const result = predicted([1, 2], { max: 5 }, { horizonMs: 60 * minuteMs });
    expect(result).toMatchObject({ endMs: windowEndMs + 2 * minuteMs, endsEarly: true });
    expect(predicted([1, 2], { max: 5 }).endsEarly).toBe(false);
  });

  it('ends early from the horizon on at which the next point would have stood', () => {
    const endsEarly = (horizonMs: number) => predicted([1, 2], { max: 5 }, { horizonMs }).endsEarly;
    expect(endsEarly(3 * minuteMs)).toBe(true);
    expect(endsEarly(3 * minuteMs - 1)).toBe(false);
  });

  it('believes a forecast until it is older than 15 minutes, or than it is told to', () => {
    const dated = { windowEndMs, forecast: forecastOf(new Array(60).fill(1)) };
    const reasonAt = (ageMs: number, longestForecastAgeMs?: number) => {
      const options = longestForecastAgeMs === undefined ? {} : { longestForecastAgeMs };
      const result = predict(dated, { max: 5 }, { nowMs: windowEndMs + ageMs, ...options });
      return isUnavailable(result) ? result.reason : null;
    };
    expect(reasonAt(15 * minuteMs)).toBeNull();
    expect(reasonAt(15 * minuteMs + 1)).toBe('stale-forecast');
    expect(reasonAt(minuteMs, minuteMs)).toBeNull();
    expect(reasonAt(minuteMs + 1, minuteMs)).toBe('stale-forecast');
  });

  it.each([
    ['that nothing is stored', undefined, 0, {}, 'no analysis of this series is stored yet'],
    [
      'beyond which horizon the first point lies',
      forecastOf([1]),
      0,
      { horizonMs: 30_000 },
      "the forecast's first point lies beyond 30s",
    ],
    [
      'how old the forecast is, to the second',
      forecastOf([1]),
      16 * minuteMs + 1_499,
      {},
      'the newest forecast is from 16m1s ago; is the etl running?',
    ],
    [
      'no age below zero of a forecast from the future that has no points',
      forecastOf([]),
      -minuteMs,
      {},
      'the newest forecast is from 0s ago; is the etl running?',
    ],
  ] as const)('says, where there is none, %s', (_, forecast, ageMs, options, detail) => {
    const dated = forecast && { windowEndMs, forecast };
    const result = predict(dated, { max: 5 }, { nowMs: windowEndMs + ageMs, ...options });
    expect(result).toMatchObject({ detail });
  });

  it.each([
    ['no-forecast', undefined, windowEndMs, {}],
    [
      'constant-series',
      { windowEndMs, forecast: { reason: 'constant-series', detail: '' } },
      windowEndMs,
      {},
    ],
    ['stale-forecast', { windowEndMs, forecast: forecastOf([1, 2]) }, windowEndMs + 2 * minuteMs, {}],
    [
      'stale-forecast',
      { windowEndMs, forecast: forecastOf(new Array(60).fill(1)) },
      windowEndMs + 16 * minuteMs,
      {},
    ],
    ['horizon-too-short', { windowEndMs, forecast: forecastOf([1]) }, windowEndMs, { horizonMs: 30_000 }],
  ] as const)('says %s instead of predicting', (reason, dated, nowMs, options) => {
    expect(predict(dated, { max: 5 }, { nowMs, ...options })).toMatchObject({ reason });
  });

  it('agrees with a naive reading of the points', () => {
    const means = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });
    const bounds = fc.record({ min: fc.integer({ min: -10, max: 0 }), max: fc.integer({ min: 0, max: 10 }) });
    fc.assert(
      fc.property(means, bounds, (values, { min, max }) => {
        const result = predicted(values, { min, max }, { nowMs: windowEndMs, atRiskProbability: 2 });
        const first = values.findIndex((value) => value < min || value > max);
        expect(result.firstViolation?.timestampMs ?? null).toBe(
          first < 0 ? null : windowEndMs + (first + 1) * minuteMs,
        );
        expect(result.max).toBe(Math.max(...values));
        expect(result.min).toBe(Math.min(...values));
        expect(result.points).toHaveLength(values.length);
      }),
    );
  });
});

describe('a prediction for a series that has just woken up', () => {
  const startMs = windowEndMs - 1_399 * minuteMs;
  const predictionAfter = (newest: readonly number[], bounds: Bounds): Prediction => {
    const values = new Float64Array(1_400);
    values.set(newest, values.length - newest.length);
    const input = {
      series: { metric: 'pending_jobs', labels: {} },
      partition: 'default',
      grid: { startMs, stepMs: minuteMs, values },
    };
    const { forecast } = analyzeSeries(input, defaultProfile);
    const prediction = predict({ windowEndMs, forecast }, bounds, { nowMs: windowEndMs });
    return isUnavailable(prediction) ? expect.fail(prediction.detail) : prediction;
  };

  it.each([
    ['1 and 158', [1, 158]],
    ['63 and 111', [63, 111]],
    ['one of 158', [158]],
  ])('takes %s for no proof of a rise to a thousand', (_, newest) => {
    const { firstViolation, probability } = predictionAfter(newest, { max: 1_000 });
    expect(firstViolation).toBeNull();
    expect(probability).toBeLessThan(0.25);
  });

  it('takes a steady ramp for one', () => {
    const ramp = Array.from({ length: 12 }, (_, i) => 50 * (i + 1) + (i % 3));
    const { firstViolation } = predictionAfter(ramp, { max: 1_000 });
    // 600 by now, so 1,000 in eight minutes.
    expect(Math.abs(firstViolation!.timestampMs - windowEndMs - 8 * minuteMs)).toBeLessThanOrEqual(minuteMs);
  });
});
