import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endMs, inputOf, machineLike, noise } from './analysis.fixture.js';
import type { Forecast } from './analysis.js';
import { defaultProfile, referenceProfile } from './analysis-profile.js';
import { analyzeSeries } from './analyze-series.js';
import { forecastStage } from './forecast-stage.js';
import { isUnavailable } from './stage.js';

const missing = Number.NaN;
const noTrend = { reason: 'gap', detail: '' };

/** What the forecast is made of, without the stages before it. */
function stageInputOf(values: readonly number[], stepMs: number) {
  const { series, grid } = inputOf(values, stepMs);
  return {
    series,
    window: { sampled: grid, filled: grid, usableFrom: 0, gap: undefined },
    memory: undefined,
  };
}

function forecastOf(values: readonly number[], stepMs?: number): Forecast {
  const { forecast } = analyzeSeries(inputOf(values, stepMs), referenceProfile);
  if (isUnavailable(forecast)) throw new Error(`${forecast.reason}: ${forecast.detail}`);
  return forecast;
}

describe('the forecast', () => {
  it('is that of the configured model where two seasons are there', () => {
    expect(forecastOf(machineLike(1_440))).toMatchObject({
      model: 'holt-winters(multiplicative,additive,550)',
      modelChoice: 'configured',
      level: 0.95,
      stepMs: 60_000,
    });
  });

  it('goes on for ten minutes behind the window', () => {
    const { points } = forecastOf(machineLike(1_440));
    expect(points.map(({ timestampMs }) => timestampMs)).toEqual(
      Array.from({ length: 10 }, (_, i) => endMs + (i + 1) * 60_000),
    );
  });

  it.each<[string, number[], string, RegExp]>([
    [
      'fewer than two seasons',
      machineLike(1_099),
      'holt(additive)',
      /needs at least 1100 samples .* has 1099/,
    ],
    ['values around zero', noise(1_440), 'holt(additive)', /multiplicative trend/],
    [
      'two samples',
      [1, 2],
      'last-value',
      /^holt-winters.* has 2; holt\(additive\): needs at least 3 samples, has 2$/,
    ],
  ])('falls back to a simpler model for %s, and says why', (_, values, model, choice) => {
    const forecast = forecastOf(values);
    expect(forecast.model).toBe(model);
    expect(forecast.modelChoice).toMatch(choice);
  });

  it('carries the last value of two on', () => {
    const { points } = forecastOf([1, 2]);
    expect(points.map(({ mean }) => mean)).toEqual(new Array(10).fill(2));
  });

  it('averages a step of 15 seconds to minutes', () => {
    const { stepMs, points } = forecastOf(machineLike(5_760), 15_000);
    expect(stepMs).toBe(60_000);
    // The minute that begins with the window's last sample is not whole: it is forecast with the rest, and lies in the window.
    expect(points.map(({ timestampMs }) => timestampMs)).toEqual(
      Array.from({ length: 10 }, (_, i) => endMs + (i + 1) * 60_000),
    );
  });

  it.each<[string, number]>([
    ['the last minute, of which there is one sample', 0],
    ['the first minute, of which there are three samples', 3],
  ])('takes no mean of a part of a minute: %s', (_, at) => {
    const values = machineLike(964);
    const changed = values.map((value, i) =>
      (at === 0 ? i === values.length - 1 : i < at) ? value * 1.5 : value,
    );
    const [plain, other] = [values, changed].map((each) =>
      forecastStage({ ...stageInputOf(each, 15_000), trend: noTrend }, defaultProfile),
    );
    expect(other).toEqual(plain);
  });

  it('says of less than a whole minute of samples that it is too little', () => {
    const { forecast } = analyzeSeries(inputOf([1, 2, 3], 15_000), defaultProfile);
    expect(forecast).toEqual({
      reason: 'too-few-samples',
      detail: '3 samples do not fill a whole step of 60000 ms',
    });
  });

  it('begins behind a window that ends within a minute', () => {
    const input = inputOf(machineLike(240), 15_000);
    const grid = { ...input.grid, startMs: input.grid.startMs + 45_000 };
    const { forecast } = analyzeSeries({ ...input, grid }, referenceProfile);
    expect(forecast).toMatchObject({ stepMs: 60_000 });
    expect(isUnavailable(forecast) ? 0 : forecast.points[0]?.timestampMs).toBe(endMs + 60_000);
  });

  it('keeps a step of five minutes, with the season in such steps', () => {
    const { stepMs, points, model } = forecastOf(machineLike(288), 300_000);
    expect({ stepMs, model }).toEqual({
      stepMs: 300_000,
      model: 'holt-winters(multiplicative,additive,110)',
    });
    expect(points.at(-1)?.timestampMs).toBe(endMs + 10 * 300_000);
  });

  it('keeps a step of one minute where it is, though it begins within a minute', () => {
    const input = inputOf(machineLike(240));
    const grid = { ...input.grid, startMs: input.grid.startMs + 30_000 };
    const { forecast } = analyzeSeries({ ...input, grid }, referenceProfile);
    expect(isUnavailable(forecast) ? 0 : forecast.points[0]?.timestampMs).toBe(endMs + 90_000);
  });

  it('takes two steps for the season where the step is as long as it', () => {
    const profile = { ...referenceProfile.forecast, seasonMs: 60_000 };
    const { forecast } = analyzeSeries(inputOf(machineLike(240)), { ...referenceProfile, forecast: profile });
    expect(forecast).toMatchObject({ model: 'holt-winters(multiplicative,additive,2)' });
  });

  it('rounds the season to whole steps', () => {
    const profile = { ...referenceProfile.forecast, seasonMs: 150_000 };
    const { forecast } = analyzeSeries(inputOf(machineLike(240)), { ...referenceProfile, forecast: profile });
    expect(forecast).toMatchObject({ model: 'holt-winters(multiplicative,additive,3)' });
  });

  it('uses what follows a long gap', () => {
    const values = machineLike(1_440).map((value, i) => (i >= 100 && i < 120 ? missing : value));
    const forecast = forecastOf(values);
    expect(forecast.model).toBe('holt-winters(multiplicative,additive,550)');
    expect(forecast.points[0]?.timestampMs).toBe(endMs + 60_000);
  });

  it('has an interval that widens with the scatter of the values around their trend', () => {
    const width = ({ points }: Forecast) => points[0]!.upper - points[0]!.lower;
    const scattered = (size: number) => noise(600).map((drawn) => 1_000 + size * drawn);
    expect(width(forecastOf(scattered(100)))).toBeGreaterThan(5 * width(forecastOf(scattered(10))));
  });

  it('has an interval of 1.96 deviations of the values around a trend that is level', () => {
    // Up and down by 3 around a level, of which the trend keeps a trace at its end alone.
    const { points } = forecastOf(Array.from({ length: 600 }, (_, i) => 1_000 + (i % 2 === 0 ? 3 : -3)));
    const deviations = 1.959963984540054 * 3;
    const { mean, lower, upper } = points[0]!;
    expect(Math.abs(mean - 1_000)).toBeLessThan(1);
    for (const halfWidth of [upper - mean, mean - lower])
      expect(Math.abs(halfWidth / deviations - 1)).toBeLessThan(0.02);
  });

  it('has the interval of the model alone where the values are their own trend', () => {
    const { points } = forecastOf(Array.from({ length: 600 }, (_, i) => 1_000 + i));
    for (const { mean, lower, upper } of points) expect(upper - lower).toBeLessThan(1e-3 * mean);
  });

  it('forecasts behind a long gap as if nothing were before it', () => {
    const behind = machineLike(600);
    const values = [...machineLike(100), ...new Array<number>(20).fill(missing), ...behind];
    expect(forecastOf(values).points).toEqual(forecastOf(behind).points);
  });

  it('names all that stood against it, the last of them as the reason', () => {
    const { forecast } = analyzeSeries(inputOf([7]), referenceProfile);
    expect(forecast).toEqual({
      reason: 'too-few-samples',
      detail:
        'holt-winters(multiplicative,additive,550): needs at least 1100 samples (two seasons of 550), has 1; ' +
        'holt(additive): needs at least 3 samples, has 1; last-value: needs at least 2 samples, has 1',
    });
  });

  it('says why there is none for values that no method can square', () => {
    const { forecast } = analyzeSeries(inputOf(new Array(20).fill(1e200)), referenceProfile);
    expect(forecast).toMatchObject({ reason: 'out-of-range' });
  });

  it.each([referenceProfile, defaultProfile])(
    'says so of values that cannot be averaged to minutes, under $name',
    (profile) => {
      const { forecast } = analyzeSeries(inputOf(new Array(400).fill(1e200), 15_000), profile);
      expect(forecast).toEqual({ reason: 'out-of-range', detail: 'value 1 is 1e+200' });
    },
  );

  it('has ordered points, an ordered summary and regular times for any series', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 80 }),
        fc.constantFrom(60_000, 300_000),
        (values, stepMs) => {
          const { points, max, min, mean } = forecastOf(values, stepMs);
          expect(points).toHaveLength(10);
          for (const [i, point] of points.entries()) {
            expect(point.timestampMs).toBe(endMs + (i + 1) * stepMs);
            expect(point.lower).toBeLessThanOrEqual(point.mean);
            expect(point.mean).toBeLessThanOrEqual(point.upper);
          }
          const means = points.map((point) => point.mean);
          expect([max, min]).toEqual([Math.max(...means), Math.min(...means)]);
          const slack = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
          expect(mean).toBeGreaterThanOrEqual(min - slack);
          expect(mean).toBeLessThanOrEqual(max + slack);
        },
      ),
      { numRuns: 60 },
    );
  });
});
