import type { AnalysisRequest } from '@forewarn/contracts';
import { canonicalSeries, ForewarnError, type Series, silentLogger } from '@forewarn/core';
import type { ValueAt } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { PickySource } from '../picky-source.fixture.js';
import { SelectorReader } from './selector-reader.js';
import { WindowCache } from './window-cache.js';

const stepMs = 60_000;
const minute = (count: number) => count * stepMs;
const length = 31;
const load = (instance: string): Series => ({ metric: 'node_load1', labels: { instance } });
const [a, b] = [load('a'), load('b')];

/** The value of a series tells its minute. */
const byMinute: ValueAt = (ms) => ms / stepMs;

const request = (series: Series, endMinute: number, selector = 'node_load1'): AnalysisRequest => ({
  series,
  partition: 'default',
  windowEndMs: minute(endMinute),
  ...{ selector, leftOut: [] },
});

function bench(valueAt = byMinute) {
  const source = new PickySource().add(a, valueAt).add(b, valueAt);
  const reader = new SelectorReader({ source, stepMs, intervalMs: stepMs, logger: silentLogger });
  const identify = async ({ series }: AnalysisRequest) => canonicalSeries(series);
  const fiveMinutes = { refetchMs: minute(5), idleMs: minute(5) };
  const cache = new WindowCache({ reader, identify, length, stepMs, ...fiveMinutes });
  const read = async (series: Series, endMinute: number, selector?: string) => {
    const { signal } = new AbortController();
    return cache.windowFor(request(series, endMinute, selector), signal);
  };
  /** The queries since the last time this was asked: selector, first and last minute. */
  const asked = () =>
    source.asked
      .splice(0)
      .map(({ selector, range }) => [selector, range.startMs / stepMs, range.endMs / stepMs]);
  return { source, cache, read, asked };
}

const minutes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('WindowCache', () => {
  it('fetches a window whole at first, of this series alone', async () => {
    const { read, asked } = bench();
    const window = await read(a, 100);
    expect([...window.values]).toEqual(minutes(70, 100));
    expect(asked()).toEqual([[canonicalSeries(a), 70, 100]]);
  });

  it('fetches only the new point and the last minutes later', async () => {
    const { read, asked } = bench();
    await read(a, 100);
    asked();
    expect([...(await read(a, 101)).values]).toEqual(minutes(71, 101));
    expect(asked()).toEqual([['node_load1', 96, 101]]);
  });

  it('asks once per selector and round, however many series there are', async () => {
    const { read, asked } = bench();
    await Promise.all([read(a, 100), read(b, 100)]);
    asked();
    const windows = await Promise.all([read(a, 101), read(b, 101)]);
    for (const window of windows) expect([...window.values]).toEqual(minutes(71, 101));
    expect(asked()).toEqual([['node_load1', 96, 101]]);
  });

  it('takes samples that arrived late, as far back as it fetches again', async () => {
    let arrived = 97;
    const { source, read } = bench();
    source.add(a, (ms) => (ms <= minute(arrived) ? byMinute(ms) : Number.NaN));
    expect([...(await read(a, 100)).values].slice(-4)).toEqual([97, Number.NaN, Number.NaN, Number.NaN]);
    arrived = 101;
    expect([...(await read(a, 101)).values]).toEqual(minutes(71, 101));
  });

  it('forgets samples that the source no longer has', async () => {
    const { source, read } = bench();
    await read(a, 100);
    source.add(a, (ms) => (ms === minute(99) ? Number.NaN : byMinute(ms)));
    expect([...(await read(a, 101)).values].slice(-3)).toEqual([Number.NaN, 100, 101]);
  });

  it('leaves a gap where a series vanished, and goes on when it returns', async () => {
    let isThere = true;
    const { source, read } = bench();
    source.add(a, (ms) => (isThere || ms < minute(101) || ms > minute(103) ? byMinute(ms) : Number.NaN));
    await read(a, 100);
    isThere = false;
    await read(a, 102);
    const { values } = await read(a, 105);
    expect([...values].slice(-6)).toEqual([100, Number.NaN, Number.NaN, Number.NaN, 104, 105]);
  });

  it('repeats a round without fetching the window again', async () => {
    const { read, asked } = bench();
    await read(a, 100);
    asked();
    expect([...(await read(a, 100)).values]).toEqual(minutes(70, 100));
    expect(asked()).toEqual([['node_load1', 96, 100]]);
  });

  it('fetches the rounds that it missed in one piece', async () => {
    const { read, asked } = bench();
    await read(a, 100);
    asked();
    expect([...(await read(a, 104)).values]).toEqual(minutes(74, 104));
    expect(asked()).toEqual([['node_load1', 96, 104]]);
  });

  it('answers an older request apart, and leaves the window as it is', async () => {
    const { read, asked, cache } = bench();
    await read(a, 100);
    asked();
    expect([...(await read(a, 98)).values]).toEqual(minutes(68, 98));
    expect(asked()).toEqual([[canonicalSeries(a), 68, 98]]);
    await read(a, 101);
    expect(asked()).toEqual([['node_load1', 96, 101]]);
    expect(cache.size).toBe(1);
  });

  it('fetches a window whole that lies too far behind', async () => {
    const { read, asked } = bench();
    await read(a, 100);
    asked();
    expect([...(await read(a, 200)).values]).toEqual(minutes(170, 200));
    expect(asked()).toEqual([[canonicalSeries(a), 170, 200]]);
  });

  it('fetches whole what another worker has had, and evicts what another one has', async () => {
    const { read, asked, cache } = bench();
    for (const end of [100, 101]) await Promise.all([read(a, end), read(b, end)]);
    for (const end of [102, 103, 104, 105]) await read(a, end);
    expect(cache.size).toBe(2);
    await read(a, 106);
    expect(cache.size).toBe(1);
    asked();
    expect([...(await read(b, 107)).values]).toEqual(minutes(77, 107));
    expect(asked()).toEqual([[canonicalSeries(b), 77, 107]]);
  });

  it('keeps the window as it was when the source fails', async () => {
    const { read, source, asked } = bench();
    await read(a, 100);
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    await expect(read(a, 101)).rejects.toBe(source.failure);
    source.failure = undefined;
    asked();
    expect([...(await read(a, 102)).values]).toEqual(minutes(72, 102));
    expect(asked()).toEqual([['node_load1', 96, 102]]);
  });

  it('does not take a series with more labels for the one that was asked for', async () => {
    const { read, source } = bench();
    source.add({ metric: 'node_load1', labels: { instance: 'a', zone: 'x' } }, () => -1);
    expect([...(await read(a, 100)).values]).toEqual(minutes(70, 100));
    expect([...(await read(a, 101)).values]).toEqual(minutes(71, 101));
  });

  it('has nothing but missing points for a series that there is not', async () => {
    const { read } = bench();
    const window = await read(load('c'), 100);
    expect([...window.values]).toEqual(new Array(length).fill(Number.NaN));
  });

  it('reads series one by one while their selector cannot be read, and together again when it can', async () => {
    const { read, asked, source } = bench();
    await Promise.all([read(a, 100), read(b, 100)]);
    source.failing.set('node_load1', new ForewarnError('prometheus-malformed', 'a point of b is nonsense'));
    asked();
    expect([...(await read(a, 101)).values]).toEqual(minutes(71, 101));
    expect([...(await read(b, 101)).values]).toEqual(minutes(71, 101));
    expect(asked()).toEqual([
      ['node_load1', 96, 101],
      [canonicalSeries(a), 96, 101],
      [canonicalSeries(b), 96, 101],
    ]);
    source.failing.clear();
    await Promise.all([read(a, 102), read(b, 102)]);
    expect(asked()).toEqual([['node_load1', 97, 102]]);
  });

  it('tries to read a selector together more and more seldom while that fails', async () => {
    const { read, asked, source } = bench();
    source.failing.set('node_load1', new ForewarnError('prometheus-rejected', 'too many samples'));
    for (let end = 100; end <= 160; end += 1) await read(a, end);
    const together = asked().filter(([selector]) => selector === 'node_load1');
    expect(together.map(([, , end]) => end)).toEqual([101, 102, 104, 108, 116, 131, 146]);
  });

  it('does not take a source that is away for a selector that cannot be read', async () => {
    const { read, asked, source } = bench();
    await Promise.all([read(a, 100), read(b, 100)]);
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    for (const series of [a, b]) await expect(read(series, 101)).rejects.toBe(source.failure);
    source.failure = undefined;
    asked();
    await Promise.all([read(a, 101), read(b, 101)]);
    expect(asked()).toEqual([['node_load1', 96, 101]]);
  });

  it('says of a series of native histograms what it is, and reads the numbers beside it', async () => {
    const { read, source } = bench();
    const histogram = load('histogram');
    source.remarks = { histograms: [histogram] };
    await expect(read(histogram, 100)).rejects.toMatchObject({ code: 'native-histogram' });
    for (const end of [100, 101]) expect([...(await read(a, end)).values]).toEqual(minutes(end - 30, end));
    await expect(read(histogram, 101)).rejects.toMatchObject({ code: 'native-histogram' });
  });
});

describe('a window of partial answers', () => {
  const missing = (count: number) => new Array(count).fill(Number.NaN);

  it('is whole in the round in which the source is', async () => {
    let isWhole = false;
    const { read, source } = bench((ms) => (isWhole || ms >= minute(95) ? byMinute(ms) : Number.NaN));
    source.remarks = { isPartial: true };
    const first = await read(a, 100);
    expect([...first.values]).toEqual([...missing(25), ...minutes(95, 100)]);
    expect(first.partialFromMs).toBe(minute(70));
    expect((await read(a, 101)).partialFromMs).toBe(minute(71));
    isWhole = true;
    source.remarks = {};
    const whole = await read(a, 102);
    expect([...whole.values]).toEqual(minutes(72, 102));
    expect(whole.partialFromMs).toBeUndefined();
  });

  it('keeps what it knows, and fetches again only from where it was not whole', async () => {
    const { read, source, asked } = bench();
    await read(a, 100);
    source.add(a, (ms) => (ms === minute(98) ? Number.NaN : byMinute(ms)));
    source.remarks = { isPartial: true };
    for (let end = 101; end <= 110; end += 1) {
      const { values } = await read(a, end);
      expect([...values].filter(Number.isNaN)).toEqual([]);
    }
    source.add(a, byMinute);
    source.remarks = {};
    asked();
    expect([...(await read(a, 111)).values]).toEqual(minutes(81, 111));
    expect(asked()).toEqual([
      ['node_load1', 106, 111],
      [canonicalSeries(a), 96, 111],
    ]);
  });

  it('is tried by one series a round while long ranges alone are partial, and all follow the first that is whole', async () => {
    const { read, source, asked } = bench();
    const all = [a, b, load('c'), load('d')];
    for (const series of all) source.add(series, byMinute);
    const readAll = async (end: number) => {
      const windows = [];
      for (const series of all) windows.push(await read(series, end));
      return windows.map(({ partialFromMs }) => partialFromMs !== undefined);
    };
    source.partialFrom = minute(90);
    expect(await readAll(100)).toEqual([true, true, true, true]);
    asked();
    for (const end of [101, 102]) {
      expect(await readAll(end)).toEqual([true, true, true, true]);
      const long = asked().filter(([selector]) => selector !== 'node_load1');
      expect(long).toEqual([[canonicalSeries(a), end - 30, end]]);
    }
    source.partialFrom = undefined;
    expect(await readAll(103)).toEqual([false, false, false, false]);
  });

  it('is whole when what was partial has left it, though long ranges still are', async () => {
    const { read, source, asked } = bench();
    const readAt = (end: number) => {
      source.partialFrom = minute(end - 20);
      return read(a, end);
    };
    await readAt(100);
    // The points from 96 on come whole with the next.
    for (let end = 101; end <= 125; end += 1)
      expect((await readAt(end)).partialFromMs).toBe(minute(end - 30));
    asked();
    expect((await readAt(126)).partialFromMs).toBeUndefined();
    expect(asked()).toEqual([['node_load1', 121, 126]]);
  });

  it('stays what it is while it cannot be fetched again', async () => {
    const { read, source } = bench();
    await read(a, 100);
    source.remarks = { isPartial: true };
    await read(a, 101);
    source.remarks = {};
    source.failing.set(canonicalSeries(a), new ForewarnError('prometheus-timeout', 'too long'));
    const window = await read(a, 102);
    expect([...window.values]).toEqual(minutes(72, 102));
    expect(window.partialFromMs).toBe(minute(96));
    source.failing.clear();
    expect((await read(a, 103)).partialFromMs).toBeUndefined();
  });
});
