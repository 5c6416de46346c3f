import { minuteMs } from '@forewarn/slo';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSource, nowMs, runningMinuteMs } from '../fakes.fixture.js';
import { createMinuteHistory, type MinuteHistory } from './minute-history.js';
import { joinMinutes, type SeriesMinutes } from './series-minutes.js';

fc.configureGlobal({ seed: 1 });

const selector = { metric: 'm', matchers: [] };
const a = { metric: 'm', labels: { name: 'a' } };
const b = { metric: 'm', labels: { name: 'b' } };
const dayMs = 86_400_000;

const plain = (all: readonly SeriesMinutes[]) =>
  all.map(({ series, samples }) => [series.labels.name, [...samples.timesMs], [...samples.values]]);

describe('the minute history', () => {
  let source: FakeSource;
  let time: number;
  let history: MinuteHistory;
  beforeEach(() => {
    source = new FakeSource();
    time = nowMs;
    history = createMinuteHistory({ source, clock: () => time, mostSeries: 2 });
  });

  it('gives the finished minutes of the range', async () => {
    source.add(a, [
      [runningMinuteMs - 3 * minuteMs, 1],
      [runningMinuteMs - 2 * minuteMs, 2],
      [runningMinuteMs - 2 * minuteMs + 30_000, 4],
      [runningMinuteMs + 1_000, 9],
    ]);
    const range = { startMs: runningMinuteMs - 2 * minuteMs, endMs: nowMs };
    expect(plain(await history.read(selector, range))).toEqual([['a', [range.startMs], [3]]]);
  });

  it('gives no minute of which the range holds a part only', async () => {
    source.add(a, [
      [runningMinuteMs - 2 * minuteMs, 2],
      [runningMinuteMs - minuteMs, 3],
      [runningMinuteMs - minuteMs + 40_000, 9],
    ]);
    const read = async (endMs: number) =>
      plain(await history.read(selector, { startMs: runningMinuteMs - 3 * minuteMs + 1, endMs }));
    const first = [['a', [runningMinuteMs - 2 * minuteMs], [2]]];
    expect(await read(runningMinuteMs - minuteMs + 30_000)).toEqual(first);
    expect(await read(runningMinuteMs - 1)).toEqual(first);
    expect(await read(runningMinuteMs - minuteMs - 1)).toEqual([]);
  });

  it('asks for the last minutes only when it is asked again', async () => {
    source.addMinutes(a, new Array(600).fill(1));
    const range = () => ({ startMs: time - 600 * minuteMs, endMs: time });
    await history.read(selector, range());
    time += 10_000;
    const [again] = await history.read(selector, range());
    expect(again?.samples.values).toHaveLength(599);
    const last = source.asked.at(-1)!.range;
    expect(last.endMs - last.startMs).toBeLessThan(7 * minuteMs);
  });

  it('has the samples that come up to five minutes late, and keeps what is older as it was', async () => {
    source.addMinutes(a, new Array(60).fill(1));
    const range = () => ({ startMs: time - 60 * minuteMs, endMs: time });
    await history.read(selector, range());
    source.addMinutes({ ...a, labels: { late: 'yes' } }, new Array(60).fill(2));
    time += 10_000;
    const read = await history.read(selector, range());
    expect(read.map(({ samples }) => samples.values.length)).toEqual([5, 59]);
  });

  it('gives a partial answer, and does not keep it', async () => {
    const range = { startMs: nowMs - 600 * minuteMs, endMs: nowMs };
    source.addMinutes(a, new Array(20).fill(1));
    source.remarks = { isPartial: true };
    const [part] = await history.read(selector, range);
    expect(part?.samples.values.length).toBeLessThan(21);
    source.addMinutes(a, new Array(600).fill(1));
    source.remarks = {};
    const [whole] = await history.read(selector, range);
    expect(whole?.samples.values).toHaveLength(599);
  });

  it('reads all anew for a longer range, after a quarter of an hour, and for a range in the past', async () => {
    source.addMinutes(a, new Array(200).fill(1));
    const lengths: number[] = [];
    const read = async (startMs: number, endMs: number) => {
      await history.read(selector, { startMs, endMs });
      const { range } = source.asked.at(-1)!;
      lengths.push(Math.round((range.endMs - range.startMs) / minuteMs));
    };
    await read(nowMs - 60 * minuteMs, nowMs);
    await read(nowMs - 120 * minuteMs, nowMs);
    await read(nowMs - 90 * minuteMs, nowMs - 30 * minuteMs);
    time += 15 * minuteMs + 1;
    await read(time - 60 * minuteMs, time);
    expect(lengths.map((length) => Math.round(length / 10) * 10)).toEqual([60, 120, 60, 60]);
  });

  it('fetches a long range a day at a time', async () => {
    source.addMinutes(a, [1]);
    await history.read(selector, { startMs: nowMs - 3 * dayMs, endMs: nowMs });
    for (const { range } of source.asked) expect(range.endMs - range.startMs).toBeLessThan(dayMs);
    expect(source.asked).toHaveLength(3);
  });

  describe('in parts', () => {
    const range = { startMs: nowMs - 2.5 * dayMs, endMs: nowMs };
    const partsOf = async (mostSamples: number) => {
      const small = createMinuteHistory({ source, clock: () => time, mostSeries: 2, mostSamples });
      const parts: (readonly SeriesMinutes[])[] = [];
      for await (const part of small.readInParts(selector, range)) parts.push(part);
      return parts;
    };
    beforeEach(() => {
      source.addMinutes(a, Array.from({ length: 2.5 * 1_440 }, Math.sin));
      source.addMinutes(b, [1, 2, 3]);
    });

    it('gives all of a long range at once where it has few samples', async () => {
      const parts = await partsOf(2 * 2.5 * 1_440);
      expect(parts.map(plain)).toEqual([plain(await history.read(selector, range))]);
    });

    it('gives the same day by day where it has more samples than are kept', async () => {
      const parts = await partsOf(2 * 2.5 * 1_440 - 1);
      expect(parts.length).toBeGreaterThanOrEqual(3);
      for (const minutes of parts.flat()) expect(minutes.samples.values.length).toBeLessThanOrEqual(1_440);
      const joined = parts.reduce<readonly SeriesMinutes[]>(joinMinutes, []);
      expect(plain(joined)).toEqual(plain(await history.read(selector, range)));
    });

    it('refuses too many series of the whole range, though each day has fewer', async () => {
      const minute = (days: number, name: string) =>
        source.add({ metric: 'm', labels: { name } }, [[nowMs - days * dayMs, 1]]);
      minute(2, 'c');
      await expect(partsOf(100)).rejects.toMatchObject({ code: 'too-many-series' });
    });
  });

  it('forgets the least recently used selectors when there are too many samples', async () => {
    const small = createMinuteHistory({ source, clock: () => time, mostSamples: 100 });
    source.addMinutes(a, new Array(90).fill(1));
    source.addMinutes({ metric: 'other', labels: {} }, new Array(90).fill(1));
    const range = { startMs: nowMs - 90 * minuteMs, endMs: nowMs };
    await small.read(selector, range);
    await small.read({ metric: 'other', matchers: [] }, range);
    await small.read(selector, range);
    const last = source.asked.at(-1)!.range;
    expect(last.endMs - last.startMs).toBeGreaterThan(80 * minuteMs);
  });

  it('refuses a selector that matches too many series', async () => {
    for (const name of ['a', 'b', 'c']) source.addMinutes({ metric: 'm', labels: { name } }, [1]);
    await expect(history.read(selector, { startMs: nowMs - dayMs, endMs: nowMs })).rejects.toMatchObject({
      code: 'too-many-series',
      message: expect.stringContaining('m selects 3 series, at most 2'),
    });
    expect(source.asked).toEqual([]);
  });

  it('turns counters into rates, across a reset, but not across a gap', async () => {
    source.types.set('m', 'counter');
    const at = (minutes: number) => runningMinuteMs + minutes * minuteMs;
    source.add(a, [
      [at(-30), 0],
      [at(-29), 60],
      [at(-28), 30],
      [at(-10), 9_000],
      [at(-9), 9_120],
    ]);
    expect(plain(await history.read(selector, { startMs: at(-29), endMs: nowMs }))).toEqual([
      ['a', [at(-29), at(-28), at(-9)], [1, 0.5, 2]],
    ]);
  });

  it('answers the same whatever it was asked before', async () => {
    const sample = fc.tuple(fc.integer({ min: -90 * 60, max: 0 }), fc.integer({ min: 0, max: 100 }));
    const question = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 80 }));
    const step = fc.record({ waitSeconds: fc.nat(1_000), question });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sample),
        fc.array(sample),
        fc.array(step),
        fc.boolean(),
        async (x, y, steps, isCounter) => {
          const replay = new FakeSource();
          replay.types.set('m', isCounter ? 'counter' : 'gauge');
          for (const [series, samples] of [[a, x] as const, [b, y] as const]) {
            const sorted = samples.map(([seconds, value]) => [nowMs + seconds * 1_000, value] as const);
            replay.add(
              series,
              sorted.sort(([first], [second]) => first - second),
            );
          }
          let clock = nowMs;
          const remembering = createMinuteHistory({ source: replay, clock: () => clock });
          for (const {
            waitSeconds,
            question: [ago, length],
          } of steps) {
            clock += waitSeconds * 1_000;
            const range = { startMs: clock - (ago + length) * minuteMs, endMs: clock - ago * minuteMs };
            const fresh = createMinuteHistory({ source: replay, clock: () => clock });
            expect(plain(await remembering.read(selector, range))).toEqual(
              plain(await fresh.read(selector, range)),
            );
          }
        },
      ),
    );
  });
});
