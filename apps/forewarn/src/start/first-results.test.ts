import type { StoredSeries } from '@forewarn/analysis';
import { expect, it } from 'vitest';
import { firstResults } from './first-results.js';

const nowMs = Date.parse('2026-03-01T12:00:30Z');
const window = { startMs: 0, stepMs: 60_000, sampleCount: 1, missingCount: 0 };

const stored = (job: string, endMs: number): StoredSeries => ({
  series: { metric: 'up', labels: { job } },
  partition: 'default',
  window: { ...window, endMs },
});

/** Pages of one item, so that what is wanted stands on the last. */
const reader = (items: readonly StoredSeries[]) => ({
  listSeries: async (_: unknown, { after = '0' }: { after?: string }) => {
    const at = Number(after);
    return { items: items.slice(at, at + 1), ...(at + 1 < items.length && { next: String(at + 1) }) };
  },
});

it('counts the series that are expected and recent, whatever else is stored', async () => {
  const told: unknown[] = [];
  const items = [
    stored('stranger', nowMs),
    stored('old', nowMs - 3_600_000),
    stored('a', nowMs),
    stored('b', nowMs),
  ];
  const progress = await firstResults(
    {
      reader: reader(items),
      series: new Set(['up{job="a"}', 'up{job="b"}']),
      nowMs,
      timeoutMs: 60_000,
      onProgress: (each) => told.push(each),
    },
    new AbortController().signal,
  );
  expect(progress).toEqual({ stored: 2, expected: 2 });
  expect(told).toEqual([{ stored: 2, expected: 2 }]);
});

it('is over when the time is', async () => {
  const options = { reader: reader([]), series: new Set(['up']), nowMs, timeoutMs: 0, onProgress: () => {} };
  expect(await firstResults(options, new AbortController().signal)).toEqual({ stored: 0, expected: 1 });
});
