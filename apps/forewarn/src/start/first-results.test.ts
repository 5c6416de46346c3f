import type { SeriesProblem, StoredSeries } from '@forewarn/analysis';
import { expect, it } from 'vitest';
import { firstResults } from './first-results.js';

const nowMs = Date.parse('2026-03-01T12:00:30Z');
const window = { startMs: 0, stepMs: 60_000, sampleCount: 1, missingCount: 0 };

const stored = (job: string, endMs: number): StoredSeries => ({
  series: { metric: 'up', labels: { job } },
  partition: 'default',
  window: { ...window, endMs },
});

const startedMs = nowMs - 10_000;

const problem = (job: string, changed: Partial<SeriesProblem> = {}): SeriesProblem => ({
  ...{ kind: 'series', name: `up{job="${job}"}`, partition: 'default', selector: 'up' },
  ...{ code: 'prometheus-unavailable', detail: `no answer for ${job}`, attempts: 1 },
  ...{ sinceMs: nowMs, lastSeenMs: nowMs, nextTryMs: nowMs + 60_000, expiresMs: nowMs + 600_000 },
  ...changed,
});

/** Pages of one item, so that what is wanted stands on the last. */
const paged =
  <T>(items: readonly T[]) =>
  async (_: unknown, { after = '0' }: { after?: string }) => {
    const at = Number(after);
    return { items: items.slice(at, at + 1), ...(at + 1 < items.length && { next: String(at + 1) }) };
  };

const reader = (items: readonly StoredSeries[], problems: readonly SeriesProblem[] = []) => ({
  listSeries: paged(items),
  listProblems: paged(problems),
});

const wanted = {
  series: new Set(['up{job="a"}', 'up{job="b"}']),
  nowMs,
  startedMs,
  onProgress: () => {},
};

it('counts the series that are expected and recent, whatever else is stored', async () => {
  const told: unknown[] = [];
  const items = [
    stored('stranger', nowMs),
    stored('old', nowMs - 3_600_000),
    stored('a', nowMs),
    stored('b', nowMs),
  ];
  const progress = await firstResults(
    { ...wanted, reader: reader(items), timeoutMs: 60_000, onProgress: (each) => told.push(each) },
    new AbortController().signal,
  );
  expect(progress).toEqual({ stored: 2, expected: 2, passedOver: [] });
  expect(told).toEqual([{ stored: 2, expected: 2 }]);
});

it('does not wait for a series that was passed over, and says why', async () => {
  const problems = [problem('stranger'), problem('a', { code: 'prometheus-rejected' }), problem('b')];
  const options = { ...wanted, reader: reader([stored('a', nowMs)], problems), timeoutMs: 60_000 };
  expect(await firstResults(options, new AbortController().signal)).toEqual({
    stored: 1,
    expected: 2,
    passedOver: [{ name: 'up{job="b"}', detail: 'no answer for b' }],
  });
});

it.each([
  ['of an earlier process', { lastSeenMs: startedMs - 1 }],
  ['of a selector of that name', { kind: 'selector' }],
  ['that keeps no analysis back', { code: 'partial-answer' }],
] as const)('waits on where a series has a problem %s', async (_, changed) => {
  const stopping = new AbortController();
  let asked = 0;
  const listProblems = async () => {
    asked += 1;
    if (asked === 2) stopping.abort();
    return { items: [problem('b', changed)] };
  };
  const options = {
    ...wanted,
    reader: { ...reader([stored('a', nowMs)]), listProblems },
    timeoutMs: 60_000,
  };
  expect(await firstResults(options, stopping.signal)).toEqual({ stored: 1, expected: 2, passedOver: [] });
  expect(asked).toBe(2);
});

it('is over when the time is', async () => {
  const options = { ...wanted, reader: reader([]), series: new Set(['up']), timeoutMs: 0 };
  expect(await firstResults(options, new AbortController().signal)).toEqual({
    stored: 0,
    expected: 1,
    passedOver: [],
  });
});
