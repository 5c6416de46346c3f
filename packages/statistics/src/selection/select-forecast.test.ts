import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../outcome/unavailable.js';
import { type SelectedForecast, type SelectionOptions, selectForecast } from './select-forecast.js';
import { randomWalk, seriesOf } from './selection.fixture.js';

function taken(x: ArrayLike<number>, options: SelectionOptions = { horizon: 10 }): SelectedForecast {
  const outcome = selectForecast(x as Float64Array, options);
  if (isUnavailable(outcome)) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome;
}

const chosen = ({ candidates }: SelectedForecast) => candidates.filter(({ weight }) => weight > 0);
const distance = (a: ArrayLike<number>, truth: (h: number) => number) =>
  Array.from(a).reduce((sum, value, h) => sum + Math.abs(value - truth(h)), 0) / a.length;

describe('selectForecast', () => {
  const wave = seriesOf(700, 2, (i, draw) => 50 + 5 * Math.sin((2 * Math.PI * i) / 48) + draw());

  it('has ordered bounds, candidates by their error, and weights that add up to 1', () => {
    const { mean, lower, upper, candidates } = taken(wave);
    expect([mean, lower, upper].map(({ length }) => length)).toEqual([10, 10, 10]);
    mean.forEach((value, h) => {
      expect(lower[h]).toBeLessThanOrEqual(value);
      expect(upper[h]).toBeGreaterThanOrEqual(value);
    });
    const errors = candidates.map(({ scaledError }) => scaledError);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(candidates.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(candidates.findLastIndex(({ weight }) => weight > 0)).toBeLessThan(5);
    expect(new Set(candidates.map(({ name }) => name)).size).toBe(candidates.length);
  });

  it('lets all kinds of candidates compete', () => {
    const names = taken(
      seriesOf(1_440, 3, (i, draw) => 100 + 5 * Math.sin((2 * Math.PI * i) / 48) + draw()),
    ).candidates.map(({ name }) => name.replace(/\(.*/, ''));
    expect(new Set(names)).toEqual(
      new Set([
        'last-value',
        'simple-smoothing',
        'rolling-median',
        'linear-trend',
        'damped-trend',
        'holt',
        'seasonal-naive',
        'seasonal-mean',
        'autoregression',
        'seasonal-autoregression',
        'holt-winters',
      ]),
    );
  });

  it('gives the same each time, and does not change its input', () => {
    const copy = wave.slice();
    expect(taken(wave)).toEqual(taken(Array.from(wave)));
    expect(wave).toEqual(copy);
  });

  it('follows a steady leak', () => {
    const x = seriesOf(600, 4, (i, draw) => 1e9 - 1e4 * i + 1e3 * draw());
    const forecast = taken(x);
    expect(distance(forecast.mean, (h) => 1e9 - 1e4 * (600 + h))).toBeLessThan(1_000);
    expect(chosen(forecast)[0]!.name).toMatch(/^(linear-trend|holt|autoregression)/);
  });

  it('repeats a strict season without error', () => {
    const season = [3, 9, 1, 7, 4, 8, 2, 6, 5, 0, 11, 15];
    const forecast = taken(Float64Array.from({ length: 600 }, (_, i) => season[i % 12]!));
    forecast.mean.forEach((value, h) => {
      expect(value).toBeCloseTo(season[(600 + h) % 12]!, 9);
    });
    expect(chosen(forecast).every(({ name }) => /seasonal|holt-winters/.test(name))).toBe(true);
    expect(forecast.upper[0]! - forecast.lower[0]!).toBeLessThan(1e-6);
    expect(forecast.backtest).toMatchObject({ coverage: 1 });
  });

  it('follows a season in noise better than the last value', () => {
    const truth = (i: number) => 50 + 5 * Math.sin((2 * Math.PI * i) / 48);
    let [ours, naive] = [0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const x = seriesOf(600 + 8 * seed, seed, (i, draw) => truth(i) + draw());
      ours += distance(taken(x).mean, (h) => truth(x.length + h));
      naive += distance(new Float64Array(10).fill(x.at(-1)!), (h) => truth(x.length + h));
    }
    expect(ours).toBeLessThan(naive / 2);
  });

  it('is hardly worse than the last value on a random walk, which nothing forecasts better', () => {
    let [ours, naive] = [0, 0];
    for (let seed = 1; seed <= 25; seed++) {
      const x = randomWalk(410, seed);
      const { mean } = taken(x.subarray(0, 400));
      ours += distance(mean, (h) => x[400 + h]!);
      naive += distance(new Float64Array(10).fill(x[399]!), (h) => x[400 + h]!);
    }
    expect(ours / naive).toBeLessThan(1.1);
  });

  it('is not moved by spikes, and by hardly a hundredth of one that is the last sample', () => {
    const x = seriesOf(500, 7, (i, draw) => 20 + draw() + (i % 97 === 40 ? 1e4 : 0));
    const { mean, candidates } = taken(x);
    expect(distance(mean, () => 20)).toBeLessThan(1);
    expect(candidates[0]!.name).not.toBe('last-value');
    x[499] = 1e4;
    expect(distance(taken(x).mean, () => 20)).toBeLessThan(0.02 * 1e4);
  });

  it('has a backtest whose figures are near what they estimate', () => {
    const { backtest } = taken(seriesOf(800, 9, (_, draw) => draw()));
    // The mean absolute step of white noise is √2 times its mean absolute deviation, which is the error of the best forecast; that of
    // the last value is a step.
    expect(backtest.meanAbsoluteScaledError).toBeGreaterThan(0.6);
    expect(backtest.meanAbsoluteScaledError).toBeLessThan(0.82);
    expect(backtest.lastValueError).toBeGreaterThan(0.85);
    expect(backtest.lastValueError).toBeLessThan(1.15);
    expect(backtest.coverage).toBeGreaterThan(0.88);
    // 800 samples, the first origin knows 400, the last whole horizon begins after 790.
    expect(backtest.originCount).toBe(331);
    // Interval of ±1.96 and tails beyond: 2·1.96 + 40·2·(φ(1.96) - 1.96·0.025) = 4.68 standard deviations, of steps 2/√π.
    expect(backtest.intervalScore).toBeGreaterThan((0.85 * 4.68) / 1.128);
    expect(backtest.intervalScore).toBeLessThan((1.4 * 4.68) / 1.128);
  });

  it('covers about as many truths to come as it says', () => {
    let inside = 0;
    for (let seed = 1; seed <= 40; seed++) {
      let level = 0;
      const x = seriesOf(410, seed, (_, draw) => {
        level = 0.8 * level + draw();
        return level;
      });
      const { lower, upper } = taken(x.subarray(0, 400));
      for (let h = 0; h < 10; h++) if (x[400 + h]! >= lower[h]! && x[400 + h]! <= upper[h]!) inside++;
    }
    expect(inside / 400).toBeGreaterThan(0.91);
    expect(inside / 400).toBeLessThan(0.99);
  });
});
