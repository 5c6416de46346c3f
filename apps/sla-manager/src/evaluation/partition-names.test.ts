import type { StoredSeries } from '@forewarn/analysis';
import type { PageRequest, Series } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createPartitionNames } from './partition-names.js';

const window = { startMs: 0, endMs: 1, stepMs: 1, sampleCount: 1, missingCount: 0 };
const disk = (device: string): Series => ({ metric: 'disk', labels: { device } });
const indicator = { metric: 'disk', matchers: [] };

/** A store of some series, two of which are a page, that counts its pages. */
function storeOf(partitions: Readonly<Record<string, string>>) {
  const read = { pages: 0 };
  const listSeries = async (_: unknown, { after }: PageRequest) => {
    read.pages += 1;
    const all = Object.entries(partitions).map(
      ([device, partition]): StoredSeries => ({ series: disk(device), partition, window }),
    );
    const start = Number(after ?? 0);
    const next = start + 2 < all.length ? { next: `${start + 2}` } : {};
    return { items: all.slice(start, start + 2), ...next };
  };
  return { read, listSeries };
}

function bench(partitions: Readonly<Record<string, string>>, mostSeries = 500) {
  const store = storeOf(partitions);
  const time = { nowMs: 1_000 };
  const names = createPartitionNames({ store, clock: () => time.nowMs, mostSeries });
  const of = async (...devices: string[]) => Object.fromEntries(await names.of(indicator, devices.map(disk)));
  return { of, time, read: store.read };
}

describe('the partitions of series', () => {
  it('are read from all pages, and a series that was not analysed has none', async () => {
    const { of, read } = bench({ a: 'x', b: 'y', c: 'z' });
    expect(await of('a', 'c', 'unknown')).toEqual({ 'disk{device="a"}': 'x', 'disk{device="c"}': 'z' });
    expect(read.pages).toBe(2);
  });

  it('are read once for a minute, and then again', async () => {
    const partitions: Record<string, string> = { a: 'x' };
    const { of, time, read } = bench(partitions);
    await of('a');
    partitions.a = 'other';
    time.nowMs += 60_000;
    expect(await of('a')).toEqual({ 'disk{device="a"}': 'x' });
    expect(read.pages).toBe(1);
    time.nowMs += 1;
    expect(await of('a')).toEqual({ 'disk{device="a"}': 'other' });
    expect(read.pages).toBe(2);
  });

  it('are read at once of a series that was analysed since', async () => {
    const partitions: Record<string, string> = { a: 'x' };
    const { of } = bench(partitions);
    await of('a', 'b');
    partitions.b = 'y';
    expect(await of('b')).toEqual({ 'disk{device="b"}': 'y' });
  });

  it('are read no further than an objective may have series', async () => {
    const { of, read } = bench({ a: 'x', b: 'y', c: 'z' }, 2);
    expect(await of('c')).toEqual({});
    expect(read.pages).toBe(1);
  });
});
