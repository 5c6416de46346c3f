import { encodeSeriesAnalyzed } from '@forewarn/contracts';
import { type ConsumeOptions, type EventLog, type RecordBatch, silentLogger } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { recordBatch } from '@forewarn/testkit';
import { expect, it, vi } from 'vitest';
import { analysis } from '../analysis.fixture.js';
import { AnalysisWatch } from './analysis-watch.js';
import { createWatchMetrics } from './watch-metrics.js';

const topic = 'prometheusdata';
const queueLimit = 4;

/** A watch with a way to hand it analyses, and the pauses that it made. */
async function watchOf(...interests: ((host: string | undefined) => boolean)[]) {
  const began: ((options: ConsumeOptions) => void)[] = [];
  const consuming = new Promise<ConsumeOptions>((resolve) => began.push(resolve));
  const eventLog: EventLog = {
    ensureTopics: async () => {},
    append: async () => {},
    check: async () => {},
    close: async () => {},
    consume: async (options) => {
      began[0]?.(options);
      options.onAssignment?.([0]);
      await options.startOffset?.(0, { earliest: 0, end: 0 });
      return { ended: new Promise(() => {}), progress: async () => [], stop: async () => {} };
    },
  };
  const pause = vi.fn(async () => {});
  const metrics = createWatchMetrics(new Registry());
  const { skippedEvents } = metrics;
  const watch = new AnalysisWatch({
    ...{ eventLog, topic, topicPartitions: 1, namespace: 'n', queueLimit, pause },
    metrics,
    logger: silentLogger,
  });
  const { signal } = new AbortController();
  const watchers = interests.map((isOf) =>
    watch.subscribe(({ series }) => isOf(series.labels.instance), signal),
  );
  await Promise.all(watchers.map((watcher) => watcher.begun()));
  const { handle } = await consuming;
  const publish = (...hosts: number[]) => handle(batchOf(hosts, signal));
  return {
    watchers,
    pause,
    publish,
    handle,
    skipped: async () => (await skippedEvents.get()).values[0]?.value,
  };
}

const batchOf = (hosts: readonly number[], signal: AbortSignal): RecordBatch => ({
  topic,
  partition: 0,
  records: hosts.map((host, offset) => ({ ...encodeSeriesAnalyzed(analysis(host)), offset, timestampMs: 0 })),
  endOffset: hosts.length,
  signal,
});

it('slows reading down while a watcher has more than half of its queue to take, and no longer', async () => {
  const { watchers, pause, publish } = await watchOf(() => true);
  await publish(0, 1);
  expect(pause).not.toHaveBeenCalled();
  await publish(2, 3);
  expect(pause.mock.calls).toEqual([
    [5, expect.any(AbortSignal)],
    [5, expect.any(AbortSignal)],
  ]);
  for (let taken = 0; taken < 4; taken += 1) await watchers[0]?.take();
  await publish(4);
  expect(pause).toHaveBeenCalledTimes(2);
});

it('slows down for one that lags, although another does not', async () => {
  const { pause, publish } = await watchOf(
    () => false,
    () => true,
  );
  await publish(0, 1, 2);
  expect(pause).toHaveBeenCalledTimes(1);
});

it('passes over what is no analysis, and goes on with the next record', async () => {
  const { watchers, handle, skipped } = await watchOf(() => true);
  const [event] = batchOf([0], new AbortController().signal).records;
  const foreign = { ...event!, headers: { traceparent: '' }, value: new Uint8Array(0) };
  await handle(recordBatch([foreign, event!], { topic }));
  expect((await watchers[0]!.take()).analysis).toBeDefined();
  expect(await skipped()).toBe(1);
});

it('passes over an analysis at which a watcher trips', async () => {
  const { watchers, publish, skipped } = await watchOf((host) => {
    if (host === analysis(0).series.labels.instance) throw new TypeError('x is not a function');
    return true;
  });
  await publish(0, 1);
  expect((await watchers[0]!.take()).analysis).toBeDefined();
  expect(await skipped()).toBe(1);
});
