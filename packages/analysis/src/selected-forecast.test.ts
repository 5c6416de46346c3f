import type { ForecastMemory } from '@forewarn/statistics';
import { beforeEach, describe, expect, it } from 'vitest';
import { endMs, inputOf, machineLike, noise } from './analysis.fixture.js';
import type { Forecast } from './analysis.js';
import { defaultProfile } from './analysis-profile.js';
import { type AnalysisInput, analyzeSeries } from './analyze-series.js';
import { isUnavailable } from './stage.js';

const missing = Number.NaN;
const day = machineLike(1_440);

function forecastFrom(input: AnalysisInput): Forecast {
  const { forecast } = analyzeSeries(input, defaultProfile);
  if (isUnavailable(forecast)) throw new Error(`${forecast.reason}: ${forecast.detail}`);
  return forecast;
}
const forecastOf = (values: readonly number[], stepMs?: number) => forecastFrom(inputOf(values, stepMs));

/** The same series under another name. */
const named = (input: AnalysisInput, job: string): AnalysisInput => ({
  ...input,
  series: { ...input.series, labels: { job } },
});

describe('the forecast of the default profile', () => {
  let forecast: Forecast;
  beforeEach(() => {
    forecast = forecastOf(day);
  });

  it('is a mean of those that forecast the series best, and says by which figures', () => {
    expect(forecast.model).toMatch(/^mean of [a-z-]+(\(.*\))?, /);
    expect(forecast.modelChoice).toMatch(
      /^least recent error of \d+ on the series' own past, in its mean steps: .+ \d+ % with error \d\.\d+(, .+)*; last-value \d/,
    );
    const shares = [...forecast.modelChoice.matchAll(/ (\d+) % with error/g)].map(([, share]) =>
      Number(share),
    );
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    const total = shares.reduce((sum, share) => sum + share, 0);
    expect(Math.abs(total - 100)).toBeLessThanOrEqual(8);
  });

  it('names first what counts most, and nothing that counts less than 2 %', () => {
    const shares = [...forecast.modelChoice.matchAll(/(?:steps: |, )([a-z-]+(?:\([^)]*\))?) (\d+) %/g)];
    expect(forecast.model).toBe(`mean of ${shares.map(([, name]) => name).join(', ')}`);
    for (const [, , share] of shares) expect(Number(share)).toBeGreaterThanOrEqual(2);
  });

  it('says what the last value would have been wrong by', () => {
    const figure = forecast.backtest!.lastValueError.toPrecision(3);
    expect(forecast.modelChoice.endsWith(`; last-value ${figure}`)).toBe(true);
    expect(forecast.modelChoice).not.toContain(`steps: last-value`);
  });

  it('goes on for ten minutes behind the window, with ordered bounds', () => {
    expect(forecast).toMatchObject({ level: 0.95, stepMs: 60_000 });
    expect(forecast.points.map(({ timestampMs }) => timestampMs)).toEqual(
      Array.from({ length: 10 }, (_, i) => endMs + (i + 1) * 60_000),
    );
    for (const { lower, mean, upper } of forecast.points) {
      expect(lower).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(upper);
    }
  });

  it('has a backtest that beat the last value on a series with waves', () => {
    const { backtest } = forecast;
    expect(backtest!.originCount).toBeGreaterThan(300);
    expect(backtest!.meanAbsoluteScaledError).toBeGreaterThan(0);
    expect(backtest!.meanAbsoluteScaledError).toBeLessThan(backtest!.lastValueError);
    expect(backtest!.coverage).toBeGreaterThan(0.85);
    expect(backtest!.coverage).toBeLessThanOrEqual(1);
    expect(backtest!.intervalScore).toBeGreaterThan(0);
  });

  it('is called by one name where one model counts for nearly all', () => {
    const wave = Array.from({ length: 400 }, (_, i) => 1_000 + 100 * Math.sin(i / 20));
    const { model, modelChoice } = forecastOf(wave);
    expect(model).toBe('autoregression');
    expect(modelChoice).toMatch(/steps: autoregression (99|100) % with error [\d.]+; last-value /);
  });

  it('is near the waves that the series is made of', () => {
    const ahead = machineLike(1_450).slice(1_440);
    forecast.points.forEach(({ mean }, h) => {
      // Noise of ±1e7 on waves of 3e8 and 5e7.
      expect(Math.abs(mean - ahead[h]!)).toBeLessThan(3e7);
    });
  });

  it('falls back below eighty samples, and says why', () => {
    const short = forecastOf(machineLike(79));
    expect(short).toMatchObject({ model: 'holt(additive)', backtest: null });
    expect(short.modelChoice).toBe('selection: needs at least 80 samples, has 79');
    expect(forecastOf(machineLike(80)).backtest).not.toBeNull();
  });

  it('carries a constant series on, and says why', () => {
    const { model, modelChoice, backtest, points } = forecastOf(new Array(1_440).fill(7));
    expect(modelChoice).toMatch(/^selection: all \d+ samples are 7/);
    expect({ model, backtest }).toMatchObject({ backtest: null });
    for (const { mean } of points) expect(mean).toBeCloseTo(7, 9);
    expect(model).toBe('holt(additive)');
  });

  it('uses what follows a long gap', () => {
    const values = day.map((value, i) => (i >= 1_200 && i < 1_220 ? missing : value));
    const behind = forecastOf(values);
    expect(behind.points).toEqual(forecastOf(day.slice(1_220)).points);
    expect(behind.backtest!.originCount).toBeLessThan(220);
  });

  it('is absent where the window ends in a long gap', () => {
    const values = day.map((value, i) => (i >= 1_434 ? missing : value));
    expect(analyzeSeries(inputOf(values), defaultProfile).forecast).toMatchObject({ reason: 'gap' });
  });

  it('says why there is none for values that no method can square', () => {
    const { forecast: none } = analyzeSeries(inputOf(new Array(200).fill(1e200)), defaultProfile);
    expect(none).toMatchObject({ reason: 'out-of-range' });
    expect(isUnavailable(none) && none.detail).toMatch(/^selection: .*; holt\(additive\): .*; last-value: /);
  });

  it('averages a step of 15 seconds to minutes, and keeps one of five minutes', () => {
    const fine = forecastOf(machineLike(5_760), 15_000);
    expect(fine.stepMs).toBe(60_000);
    expect(fine.points[0]!.timestampMs).toBe(endMs + 60_000);
    expect(fine.backtest).not.toBeNull();
    const coarse = forecastOf(machineLike(288), 300_000);
    expect(coarse.stepMs).toBe(300_000);
    expect(coarse.points.at(-1)!.timestampMs).toBe(endMs + 10 * 300_000);
  });
});

describe('the forecast of the default profile behind a change', () => {
  const asleep = new Array<number>(1_400).fill(0);

  it('is of the values since, and says what they may be', () => {
    const awake = noise(20, 9).map((drawn) => 100 + 30 * drawn);
    const { model, modelChoice, backtest, points } = forecastOf([...asleep, ...awake]);
    expect(model).toBe('new-regime(20)');
    expect(modelChoice).toMatch(
      /^the newest 20 values are unlike any before, and all that says what comes: new level \d+ %/,
    );
    expect(backtest).toBeNull();
    for (const { lower, mean, upper } of points) {
      expect(Math.abs(mean - 100)).toBeLessThan(30);
      // Noise is even within ±15.
      expect(upper - lower).toBeGreaterThan(30);
    }
  });

  it('waits for more where one value is all that is new', () => {
    const { points } = forecastOf([...asleep, 158]);
    expect(points.at(-1)!.lower).toBe(0);
    expect(points.at(-1)!.upper).toBeGreaterThan(158);
  });

  it('sees through a minute that lies on both sides', () => {
    const fine = [...new Array<number>(5_599).fill(0), ...new Array<number>(35).fill(400)];
    const { model, points } = forecastOf(fine.slice(-5_600), 15_000);
    expect(model).toMatch(/^new-regime\([89]\)$/);
    for (const { lower, mean, upper } of points) {
      expect(mean).toBeCloseTo(400, 0);
      expect(upper - lower).toBeLessThan(100);
    }
  });

  it('leaves the memory of the models as it is', () => {
    const memory: ForecastMemory = {};
    forecastFrom({ ...inputOf(day), memory });
    const { remembered } = memory;
    const changed = { ...inputOf([...asleep, 5, 9, 4]), memory };
    expect(forecastFrom(changed)).toEqual(forecastOf([...asleep, 5, 9, 4]));
    expect(memory.remembered).toBe(remembered);
  });

  it('comes from few values too', () => {
    const young = [...new Array<number>(60).fill(3), 8, 11, 7, 9];
    expect(forecastOf(young).model).toBe('new-regime(4)');
  });
});

/** FNV-1a, 32 bits, by whole numbers of any size: of `a` 0xe40c292c, of `foobar` 0xbf9cf968 (the authors' test vectors). */
function fnv1a(text: string): bigint {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
  return hash;
}

describe('the memory of the default profile', () => {
  const rounds = 8;
  const whole = noise(900 + 3 * rounds, 5).map((drawn, i) => 1e9 + 1e6 * drawn + 1e5 * (i % 60));
  /** The window that ends `round` minutes after the first one. */
  const windowAt = (round: number, job: string): AnalysisInput => {
    const input = named(inputOf(whole.slice(round, round + 900)), job);
    return { ...input, grid: { ...input.grid, startMs: input.grid.startMs + round * 60_000 } };
  };

  it('changes nothing, round by round', () => {
    const memory: ForecastMemory = {};
    for (let round = 0; round < rounds; round++) {
      const input = windowAt(round, 'host');
      expect(forecastFrom({ ...input, memory })).toEqual(forecastFrom(input));
    }
    expect(memory.remembered).toBeDefined();
  });

  it('is renewed once an hour, by each series at a minute of its own', () => {
    const renewals = ['a', 'b', 'c', 'd', 'e', 'f'].map((job) => {
      const learntUntil = new Set<number>();
      const due: number[] = [];
      // The samples that are learnt from end where the models were last due.
      for (let round = 0; round < 3 * rounds; round += 3) {
        const memory: ForecastMemory = {};
        forecastFrom({ ...windowAt(round, job), memory });
        const learnt = memory.remembered!.learnt;
        const until = whole.indexOf(learnt.at(-1)!);
        learntUntil.add(until);
        due.push(round + 899 - until);
      }
      for (const since of due) {
        expect(since).toBeGreaterThanOrEqual(0);
        expect(since).toBeLessThan(60);
      }
      // Within 24 minutes models are due once at most.
      expect(learntUntil.size).toBeLessThanOrEqual(2);
      return due[0]!;
    });
    expect(new Set(renewals).size).toBeGreaterThan(3);
  });

  it.each(['a', 'b', 'c', 'host'])('is renewed by %s where the hash of its name says', (job) => {
    const input = windowAt(0, job);
    const memory: ForecastMemory = {};
    forecastFrom({ ...input, memory });
    const since = 899 - whole.indexOf(memory.remembered!.learnt.at(-1)!);
    expect([fnv1a('a'), fnv1a('foobar')]).toEqual([0xe40c292cn, 0xbf9cf968n]);
    const hash = fnv1a(`node_memory_MemFree_bytes{job="${job}"}`);
    expect(since).toBe(Number((BigInt(endMs / 60_000) + hash) % 60n));
  });

  it('says that there is nothing to forecast from where there is no sample', () => {
    const grid = { startMs: 0, stepMs: 60_000, values: new Float64Array() };
    const { forecast } = analyzeSeries({ ...inputOf([1]), grid }, defaultProfile);
    expect(forecast).toMatchObject({
      reason: 'too-few-samples',
      detail: 'there are no samples to forecast from',
    });
  });

  it('is made for times before 1970 too', () => {
    const { grid, ...rest } = inputOf(day);
    const longAgo = { ...grid, startMs: -960_000_000_000_000 };
    expect(forecastFrom({ ...rest, grid: longAgo }).points).toHaveLength(10);
    expect(forecastFrom({ ...named({ ...rest, grid: longAgo }, 'other') }).points).toHaveLength(10);
  });
});
