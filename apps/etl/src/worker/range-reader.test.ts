import { ForewarnError, parseSelector } from '@forewarn/core';
import { FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { RangeReader } from './range-reader.js';

const up = parseSelector('up');
const range = { startMs: 0, endMs: 300_000 };
const open = () => new AbortController().signal;

function bench(mostHeld?: number) {
  const source = new FakeMetricSource().add({ metric: 'up', labels: { job: 'a' } }, () => 1);
  return { source, reader: new RangeReader(source, mostHeld) };
}

/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('RangeReader', () => {
  it('asks once for all who want the same', async () => {
    const { source, reader } = bench();
    const answers = await Promise.all([1, 2, 3].map(() => reader.read(up, range, 60_000, open())));
    expect(source.asked).toHaveLength(1);
    expect(new Set(answers).size).toBe(1);
    expect([...answers[0]!.samples.keys()]).toEqual(['up{job="a"}']);
    await reader.read(up, range, 60_000, open());
    expect(source.asked).toHaveLength(1);
  });

  it.each([
    ['selector', parseSelector('up{job="a"}'), range, 60_000],
    ['start', up, { ...range, startMs: 60_000 }, 60_000],
    ['end', up, { ...range, endMs: 360_000 }, 60_000],
    ['step', up, range, 30_000],
  ])('asks again for another %s', async (_, selector, otherRange, stepMs) => {
    const { source, reader } = bench();
    await reader.read(up, range, 60_000, open());
    await reader.read(selector, otherRange, stepMs, open());
    expect(source.asked).toHaveLength(2);
  });

  it('tells a failure to all who wait, and does not keep it', async () => {
    const { source, reader } = bench();
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    const both = [1, 2].map(() => reader.read(up, range, 60_000, open()));
    for (const one of both) await expect(one).rejects.toBe(source.failure);
    source.failure = undefined;
    expect((await reader.read(up, range, 60_000, open())).samples.size).toBe(1);
  });

  it('lets one go without failing the others, also when it was the first', async () => {
    const { source, reader } = bench();
    const { promise, open: release } = gate();
    source.gate = promise;
    const leaving = new AbortController();
    const first = reader.read(up, range, 60_000, leaving.signal);
    const second = reader.read(up, range, 60_000, open());
    leaving.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    release();
    expect((await second).samples.size).toBe(1);
    expect(source.asked).toHaveLength(1);
  });

  it('cancels the query when the last one has gone, and asks anew for the next', async () => {
    const { source, reader } = bench();
    const { promise, open: release } = gate();
    source.gate = promise;
    const leaving = new AbortController();
    const first = reader.read(up, range, 60_000, leaving.signal);
    leaving.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const next = reader.read(up, range, 60_000, open());
    release();
    expect((await next).samples.size).toBe(1);
    expect(source.asked).toHaveLength(2);
  });

  it('refuses who has gone already', async () => {
    const { reader } = bench();
    await expect(reader.read(up, range, 60_000, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('keeps the answers of many selectors as long as they are small', async () => {
    const { source, reader } = bench();
    const selectors = Array.from({ length: 200 }, (_, i) => parseSelector(`up{job!="${i}"}`));
    for (const selector of [...selectors, ...selectors]) await reader.read(selector, range, 60_000, open());
    expect(source.asked).toHaveLength(200);
  });

  it('drops the answer that was not used for longest when they grow large', async () => {
    // An answer of 401 points weighs 835: two fit, three do not.
    const { source, reader } = bench(2_000);
    const long = (startMs: number) => ({ startMs, endMs: startMs + 400 });
    for (const startMs of [1, 2, 1, 3, 1]) await reader.read(up, long(startMs), 1, open());
    expect(source.asked.map(({ range }) => range.startMs)).toEqual([1, 2, 3]);
    await reader.read(up, long(2), 1, open());
    expect(source.asked.map(({ range }) => range.startMs)).toEqual([1, 2, 3, 2]);
  });
});
