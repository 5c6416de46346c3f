import { type CallOptions, ForewarnError, formatSelector, parseSelector } from '@forewarn/core';
import { dayMs, minuteMs, type Objective, sumOfDays, tallyDay, tallyKey } from '@forewarn/slo';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ExampleStore, FakeSource, nowMs } from '../fakes.fixture.js';
import { startBench } from '../rest-bench.fixture.js';
import { createLongWindows } from './long-windows.js';
import { createTallyFiller } from './tally-filler.js';

const todayMs = Date.UTC(2026, 10, 21);
const load = { metric: 'load', labels: { host: 'a' } };
const everything = { startMs: 0, endMs: nowMs };

const objectiveOf = (indicator: string, days = 90): Objective => ({
  name: indicator,
  indicator: parseSelector(indicator),
  bounds: { max: 5 },
  target: 0.9,
  window: { rollingMs: days * dayMs },
});

/** A filler on fakes, and an SLA with objectives. */
function fillerOf(objectives: readonly Objective[], mostSeries = 500) {
  vi.useFakeTimers({ now: nowMs });
  const store = new ExampleStore();
  store.slas.set('long', { name: 'long', description: '', objectives });
  const source = new FakeSource();
  source.add(load, () => 7);
  const logger = recordingLogger();
  const definitions = { suffix: '' };
  const identify = async (selector: Parameters<typeof formatSelector>[0], _: CallOptions) =>
    formatSelector(selector) + definitions.suffix;
  const clock = () => Date.now();
  const windows = createLongWindows(store, clock);
  const options = { store, source, windows, identify, maintenance: () => [], mostSeries, clock, logger };
  const start = () => {
    const filler = createTallyFiller(options);
    onTestFinished(async () => {
      vi.useRealTimers();
      await filler.end();
    });
    filler.begin();
    return filler;
  };
  const daysOf = (objective: Objective) => [
    ...(store.tallies.get(tallyKey(formatSelector(objective.indicator), objective))?.keys() ?? []),
  ];
  return { store, source, logger, start, daysOf, definitions };
}

const round = () => vi.advanceTimersByTimeAsync(minuteMs);
const soon = () => vi.advanceTimersByTimeAsync(1_000);

describe('the days of long windows', () => {
  it('are read once, the newest first, a few each minute, until all are there', async () => {
    const objective = objectiveOf('load', 45);
    const { source, store, start, daysOf } = fillerOf([objective]);
    start();
    await soon();
    expect(daysOf(objective)).toEqual(Array.from({ length: 20 }, (_, at) => todayMs - (at + 1) * dayMs));
    for (let minutes = 0; minutes < 5; minutes += 1) await round();
    expect(daysOf(objective)).toHaveLength(45);
    const asked = source.asked.length;
    await round();
    expect(source.asked).toHaveLength(asked);
    const [days] = store.tallies.values();
    const tallies = [...days!.values()].flat().map(({ tally }) => tally);
    expect(sumOfDays(tallies, everything, [])).toEqual({
      minutesWithData: 45 * 1_440,
      minutesViolated: 45 * 1_440,
    });
  });

  it('are not read of windows that are read at each look', async () => {
    const { source, start } = fillerOf([objectiveOf('load', 31)]);
    start();
    await round();
    expect(source.asked).toEqual([]);
  });

  it('go on with the next day behind each midnight, when samples that come late have come', async () => {
    const objective = objectiveOf('load', 32);
    const { start, daysOf } = fillerOf([objective]);
    start();
    for (let minutes = 0; minutes < 3; minutes += 1) await round();
    expect(daysOf(objective)).not.toContain(todayMs);
    await vi.advanceTimersByTimeAsync(12 * 3_600_000 + 10 * minuteMs);
    expect(daysOf(objective)).not.toContain(todayMs);
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(daysOf(objective)).toContain(todayMs);
  });

  it('go on where another process was ended', async () => {
    const objective = objectiveOf('load', 45);
    const { source, start, daysOf } = fillerOf([objective]);
    const first = start();
    await soon();
    await first.end();
    const before = daysOf(objective);
    const asked = source.asked.length;
    start();
    for (let minutes = 0; minutes < 3; minutes += 1) await round();
    expect(daysOf(objective)).toHaveLength(45);
    const days = source.asked.slice(asked).map(({ range }) => range.startMs);
    expect(days.filter((startMs) => before.includes(startMs))).toEqual([]);
  });

  it('are read once for objectives on the same indicator, and tallied for each', async () => {
    const strict = { ...objectiveOf('load', 32), name: 'strict', bounds: { max: 9 } };
    const { source, start, daysOf } = fillerOf([objectiveOf('load', 32), strict]);
    start();
    await soon();
    expect(daysOf(strict)).toHaveLength(20);
    expect(daysOf(objectiveOf('load', 32))).toHaveLength(20);
    expect(source.asked).toHaveLength(20);
  });

  it('of one indicator that cannot be read do not keep back those of the others, and are tried again', async () => {
    const [broken, good] = [objectiveOf('broken', 32), objectiveOf('load', 32)];
    const { source, logger, start, daysOf } = fillerOf([broken, good]);
    const { rawSamples } = source;
    let isBroken = true;
    source.rawSamples = async (selector, ...rest) => {
      if (isBroken && selector.metric === 'broken') throw new ForewarnError('prometheus-rejected', 'no');
      return rawSamples.call(source, selector, ...rest);
    };
    start();
    for (let minutes = 0; minutes < 2; minutes += 1) await round();
    expect(daysOf(good)).toHaveLength(32);
    expect(daysOf(broken)).toEqual([]);
    const said = () => logger.lines.filter(({ level }) => level === 'warn').length;
    expect(said()).toBe(1);
    isBroken = false;
    for (let minutes = 0; minutes < 3; minutes += 1) await round();
    expect(daysOf(broken)).toHaveLength(32);
  });

  it('are not tallied by a part of the samples, nor with more series than may be', async () => {
    const objective = objectiveOf('load', 32);
    const { source, start, daysOf } = fillerOf([objective]);
    source.remarks = { isPartial: true };
    start();
    await round();
    expect(daysOf(objective)).toEqual([]);
    source.remarks = {};
    await round();
    expect(daysOf(objective).length).toBeGreaterThan(0);
    vi.useRealTimers();

    const crowd = fillerOf([objective], 1);
    crowd.source.add({ metric: 'load', labels: { host: 'b' } }, () => 1);
    crowd.start();
    await round();
    expect(crowd.daysOf(objective)).toEqual([]);
    expect(crowd.logger.lines[0]).toMatchObject({ fields: { error: { code: 'too-many-series' } } });
  });

  it('are not kept under the name of an indicator that was replaced while they were read', async () => {
    const objective = objectiveOf('load', 32);
    const { source, store, start, daysOf, definitions } = fillerOf([objective]);
    const { rawSamples } = source;
    source.rawSamples = (...asked) => {
      definitions.suffix = ' replaced';
      return rawSamples.call(source, ...asked);
    };
    start();
    await round();
    expect(daysOf(objective)).toEqual([]);
    expect([...store.tallies.keys()]).toEqual([tallyKey('load replaced', objective)]);
  });

  it('are kept for longer than any window is', async () => {
    const { store, start } = fillerOf([]);
    await store.writeTallies('old', nowMs - 401 * dayMs, []);
    await store.writeTallies('old', nowMs - 366 * dayMs, []);
    start();
    await soon();
    expect([...store.tallies.get('old')!.keys()]).toEqual([nowMs - 366 * dayMs]);
  });
});

describe('an objective over a quarter of a year', () => {
  const objectives = [{ name: 'load', indicator: 'load', max: 5, target: 0.9, window: '90d' }];
  const statusOf = async (bench: Awaited<ReturnType<typeof startBench>>) =>
    (await bench.call('GET', '/api/v1/slas/long/status')).body.objectives[0];

  it('says how far its history is read, and then holds the minutes of all its days', async () => {
    const bench = await startBench();
    // Outside in the second twelve hours of each day.
    bench.source.add(load, (timeMs) => (timeMs % dayMs < dayMs / 2 ? 1 : 9));
    bench.store.addForecast(load, [1, 1]);
    await bench.call('POST', '/api/v1/slas', { name: 'long', objectives });
    const early = await statusOf(bench);
    expect(early.state).toBe('insufficient-data');
    expect(early.reason).toEqual({
      reason: 'history-being-read',
      detail: expect.stringMatching(/read from Prometheus, once: \d+ of 90 days so far/),
    });
    await fill(bench);
    const full = await startBench({ store: bench.store, source: bench.source });
    const [series] = (await statusOf(full)).series;
    expect(series).toMatchObject({ minutes: 90 * 1_440, minutesWithData: 90 * 1_440, coverage: 1 });
    // The first day has its second half, and today its first.
    expect(series.minutesViolated).toBe(90 * 720);
    expect(series.reason).toBeNull();
  });

  /** Tallies all days, as the rounds of an hour would. */
  async function fill({ store, source }: Awaited<ReturnType<typeof startBench>>) {
    const objective = objectiveOf('load', 90);
    for (let startMs = todayMs - 90 * dayMs; startMs < todayMs; startMs += dayMs) {
      const { samples } = await source.rawSamples(objective.indicator, {
        startMs,
        endMs: startMs + dayMs - 1,
      });
      await store.writeTallies(
        tallyKey('load', objective),
        startMs,
        samples.map((one) => ({ series: one.series, tally: tallyDay(one, objective, startMs, []) })),
      );
    }
  }
});
