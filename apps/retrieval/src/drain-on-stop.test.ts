import { once } from 'node:events';
import { ForewarnError } from '@forewarn/core';
import type { Service } from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import { type ServiceError, status } from '@grpc/grpc-js';
import { expect, it, vi } from 'vitest';
import { createRetrieval } from './create-retrieval.js';
import { startRetrieval } from './running-retrieval.fixture.js';
import { holdSeries } from './stored-series.fixture.js';

it('finishes the calls that run, and refuses new ones', async () => {
  const { client, service, store } = await startRetrieval({ drainDeadlineMs: 5_000 });
  holdSeries(store, { seriesCount: 100, points: 500 });
  const stream = client.listDecomposition({});
  let taken = 0;
  stream.on('data', () => {
    taken += 1;
  });
  await once(stream, 'data');
  const stopped = service.stop();
  await once(stream, 'end');
  expect(taken).toBe(100);
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

it('stops after a failed start, and more than once', async () => {
  const { store, eventLog } = await startRetrieval();
  const failure = new ForewarnError('migration-failed', 'the schema is newer than this program');
  vi.spyOn(store, 'migrate').mockRejectedValue(failure);
  const registry = new Registry();
  const topic = { topic: 'prometheusdata', topicPartitions: 1 };
  const [service] = createRetrieval({ store, eventLog, registry, ...topic }).services as [Service];
  await expect(service.start(new AbortController().signal)).rejects.toBe(failure);
  await service.stop();
  await service.stop();
});
