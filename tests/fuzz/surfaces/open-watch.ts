import assert from 'node:assert/strict';
import type { Analysis } from '@forewarn/analysis';
import { analysisFromWire, type WatchAnalysesResponse__Output } from '@forewarn/contracts';
import { type ConsumeOptions, type EventLog, type LogRecord, silentLogger } from '@forewarn/core';
import { AnalysisWatch } from '../../../apps/retrieval/src/watch/analysis-watch.js';
import { createWatchMetrics } from '../../../apps/retrieval/src/watch/watch-metrics.js';
import { Registry } from '../../../packages/telemetry/src/index.js';

/** Retrieval's watch with a watcher that takes everything. */
export interface OpenWatch {
  /** Hands the watch a record, as its event log does. @throws nothing that a record brings about */
  show(record: LogRecord): Promise<void>;
  /** The analysis that was shown last. */
  newest(): Promise<Analysis>;
  close(): Promise<void>;
}

/** A watch on a log that has one partition and is fed by hand. */
export async function openWatch(): Promise<OpenWatch> {
  let consuming: ConsumeOptions | undefined;
  const eventLog: EventLog = {
    ensureTopics: async () => {},
    append: async () => {},
    check: async () => {},
    close: async () => {},
    async consume(options) {
      consuming = options;
      options.onAssignment?.([0]);
      await options.startOffset?.(0, { earliest: 0, end: 0 });
      return { ended: new Promise(() => {}), progress: async () => [], stop: async () => {} };
    },
  };
  const topic = { topic: 'prometheusdata', topicPartitions: 1, namespace: 'n' };
  const metrics = createWatchMetrics(new Registry());
  const watch = new AnalysisWatch({ eventLog, ...topic, queueLimit: 8, metrics, logger: silentLogger });
  const watcher = watch.subscribe(() => true, new AbortController().signal);
  await watcher.begun();
  const { signal } = new AbortController();
  let shown: WatchAnalysesResponse__Output | undefined;
  const takeAll = async (): Promise<void> => {
    for (;;) shown = (await watcher.take()) as WatchAnalysesResponse__Output;
  };
  const taking = takeAll().catch(() => {});
  return {
    async show(record) {
      await consuming?.handle({
        topic: topic.topic,
        partition: 0,
        records: [record],
        endOffset: record.offset + 1,
        signal,
      });
    },
    async newest() {
      assert.ok(shown?.analysis, 'an analysis was shown');
      return analysisFromWire(shown.analysis);
    },
    async close() {
      await watch.close();
      await taking;
    },
  };
}
