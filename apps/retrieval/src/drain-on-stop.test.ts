import { once } from 'node:events';
import { type ServiceError, status } from '@grpc/grpc-js';
import { expect, it, vi } from 'vitest';
import { startRetrieval } from './running-retrieval.fixture.js';

it('finishes the calls that run, and refuses new ones', async () => {
  const { client, service, store } = await startRetrieval({ drainDeadlineMs: 5_000 });
  Object.assign(store, { seriesCount: 400, points: 1_000 });
  const stream = client.listDecomposition({});
  let taken = 0;
  stream.on('data', () => {
    taken += 1;
  });
  await once(stream, 'data');
  const stopped = service.stop();
  await once(stream, 'end');
  expect(taken).toBe(400);
  await stopped;
  const refused = client.listSeries({});
  const [error] = (await once(refused, 'error')) as [ServiceError];
  expect(error.code).toBe(status.UNAVAILABLE);
});

it('ends what does not finish within the deadline', async () => {
  const { client, service, store } = await startRetrieval({ drainDeadlineMs: 50 });
  store.hangs = true;
  const stream = client.listForecasts({});
  const failed = once(stream, 'error');
  await vi.waitFor(() => expect(store.pagesRead).toBe(1));
  const startedMs = performance.now();
  await service.stop();
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  await failed;
});

it('tells watchers at once, instead of waiting for them', async () => {
  const { client, service } = await startRetrieval({ drainDeadlineMs: 60_000 });
  const stream = client.watchAnalyses({});
  await once(stream, 'metadata');
  const failed = once(stream, 'error');
  stream.resume();
  await service.stop();
  const [error] = (await failed) as [ServiceError];
  expect(error.code).toBe(status.UNAVAILABLE);
  expect(error.details).toContain('stopping');
});

it('stops cleanly when it never started', async () => {
  const { service } = await startRetrieval();
  await service.stop();
  await service.stop();
});
