import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExampleStore, nowMs } from '../fakes.fixture.js';
import { readExecutionTimes, summariseExecutionTimes } from './execution-time-summary.js';

fc.configureGlobal({ seed: 1 });

const series = { metric: 'm', labels: { name: 'a' } };
const range = { startMs: nowMs - 10_000, endMs: nowMs };

async function timesOf(store: ExampleStore, selectors = [{ metric: 'm', matchers: [] }], most = 1_000) {
  return readExecutionTimes(store, selectors, range, most, {});
}

describe('readExecutionTimes', () => {
  it('counts an analysis once, however many objectives share its series', async () => {
    const store = new ExampleStore();
    store.addExecutionTimes(series, nowMs, 2);
    store.addExecutionTimes(series, nowMs - 1, 4);
    store.addExecutionTimes(series, nowMs - 20_000, 100);
    const { times, truncated } = await timesOf(store, [
      { metric: 'm', matchers: [] },
      { metric: 'm', matchers: [] },
    ]);
    expect(times.map(({ forecast }) => forecast)).toEqual([2, 4]);
    expect(truncated).toBe(false);
  });

  it('stops at the limit and says so', async () => {
    const store = new ExampleStore();
    for (let at = 0; at < 3; at += 1) store.addExecutionTimes(series, nowMs - at, at);
    expect(await timesOf(store, undefined, 2)).toMatchObject({ truncated: true, times: { length: 2 } });
  });
});

describe('summariseExecutionTimes', () => {
  it('says nothing about no analyses', () => {
    expect(summariseExecutionTimes([])).toEqual([]);
  });

  it('interpolates quantiles as numpy does', async () => {
    const store = new ExampleStore();
    [1, 2, 3, 10].forEach((ms, at) => {
      store.addExecutionTimes(series, nowMs - at, ms);
    });
    const summary = summariseExecutionTimes((await timesOf(store)).times);
    // numpy.quantile([1, 2, 3, 10], [0.5, 0.95]) = [2.5, 8.95]
    expect(summary.find(({ stage }) => stage === 'forecast')).toEqual({
      stage: 'forecast',
      count: 4,
      mean: 4,
      median: 2.5,
      p95: expect.closeTo(8.95, 12),
      max: 10,
    });
    expect(summary.find(({ stage }) => stage === 'total')?.max).toBe(60);
  });

  it('keeps median ≤ p95 ≤ max, all within the range of the times', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }),
        async (list) => {
          const store = new ExampleStore();
          list.forEach((ms, at) => {
            store.addExecutionTimes(series, nowMs - at, ms);
          });
          const [first] = summariseExecutionTimes((await timesOf(store)).times);
          expect(first!.median).toBeGreaterThanOrEqual(Math.min(...list));
          expect(first!.p95).toBeGreaterThanOrEqual(first!.median);
          expect(first!.max).toBeGreaterThanOrEqual(first!.p95);
          expect(first!.max).toBe(Math.max(...list));
        },
      ),
    );
  });
});
