import type { AnalysisRequest } from '@forewarn/contracts';
import { canonicalSeries, ForewarnError, type Series } from '@forewarn/core';
import { FakeMetricSource, type ValueAt } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
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
  selector,
});

function bench(valueAt = byMinute) {
  const source = new FakeMetricSource().add(a, valueAt).add(b, valueAt);
  const cache = new WindowCache({ source, length, stepMs, refetchMs: minute(5), idleMs: minute(5) });
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
});
