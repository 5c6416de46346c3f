import { setTimeout as delay } from 'node:timers/promises';
import type { FakeStore } from '@forewarn/testkit';
import { status } from '@grpc/grpc-js';
import { expect, it, vi } from 'vitest';
import { startRetrieval } from './running-retrieval.fixture.js';
import { holdSeries } from './stored-series.fixture.js';

/** As `columnPageSize` of the service. */
const pageSeries = 1;
/** What is under way fits into both streams' 16 messages and the windows of HTTP/2. */
const mostSeriesAhead = 80;

const large = { seriesCount: 100_000, points: 500 };

/** Waits until the service has stopped reading: no page in 100 ms. @returns the pages read so far */
async function settledPages(store: FakeStore): Promise<number> {
  for (;;) {
    const before = store.pagesRead;
    await delay(100);
    if (store.pagesRead === before && before > 0) return before;
  }
}

it('reads no further than the client takes, and goes on when it does', async () => {
  const { client, store } = await startRetrieval();
  holdSeries(store, large);
  const stream = client.listDecomposition({});
  stream.on('error', () => {});
  let taken = 0;
  const pauses = [1, 200];
  stream.on('data', () => {
    taken += 1;
    if (pauses.includes(taken)) stream.pause();
  });

  const pagesAtFirst = await settledPages(store);
  expect(taken).toBe(1);
  expect(pagesAtFirst).toBeLessThan(mostSeriesAhead / pageSeries);

  stream.resume();
  await vi.waitFor(() => expect(taken).toBe(200), { timeout: 20_000 });
  const pagesLater = await settledPages(store);
  expect(taken).toBe(200);
  expect(pagesLater).toBeGreaterThanOrEqual(200 / pageSeries);
  expect(pagesLater).toBeLessThan((200 + mostSeriesAhead) / pageSeries);
  stream.cancel();
});

it('stops reading when the client cancels', async () => {
  const { client, store } = await startRetrieval();
  holdSeries(store, large);
  const stream = client.listDecomposition({});
  const ended = new Promise<{ code: status }>((resolve) => stream.on('error', resolve as () => void));
  stream.once('data', () => stream.cancel());
  expect((await ended).code).toBe(status.CANCELLED);
  expect(await settledPages(store)).toBeLessThan(20);
});

it('stops reading when the deadline passes, although the client takes everything', async () => {
  const { client, store } = await startRetrieval();
  holdSeries(store, large);
  const stream = client.listDecomposition({}, { deadline: Date.now() + 150 });
  stream.on('data', () => {});
  const { code } = await new Promise<{ code: status }>((resolve) =>
    stream.on('error', resolve as () => void),
  );
  expect(code).toBe(status.DEADLINE_EXCEEDED);
  const pages = await settledPages(store);
  expect(pages).toBeLessThan(large.seriesCount / 8);
  expect(store.pagesRead).toBe(pages);
});

it('aborts a page that is being read when the client cancels', async () => {
  const { client, store, registry } = await startRetrieval();
  store.hangs = true;
  const stream = client.listForecasts({});
  stream.on('error', () => {});
  await vi.waitFor(() => expect(store.pagesRead).toBe(1));
  stream.cancel();
  await vi.waitFor(async () =>
    expect(await registry.metrics()).toContain('{method="ListForecasts",status="CANCELLED"} 1'),
  );
});
