import { referenceProfile } from '@forewarn/analysis';
import { type ConsumeOptions, type EventLog, silentLogger, type TopicSpec } from '@forewarn/core';
import { openSqlite } from '@forewarn/sql';
import { AppendOnlyEventLog, FakeMetricSource } from '@forewarn/testkit';
import { expect, it } from 'vitest';
import { createEtl } from '../../apps/etl/src/create-etl.js';
import { storedAnalyses } from '../../apps/storage/src/analyses/stored-analyses.js';
import { createStorage } from '../../apps/storage/src/create-storage.js';
import { storedTopics } from '../../apps/storage/src/stored-topics.js';
import { createMetricsRegistry } from '../../packages/telemetry/src/index.js';

const hourMs = 3_600_000;
const { signal } = new AbortController();

/** An event log that remembers which topics it was to create, and who reads them. */
function recordingLog() {
  const topics: TopicSpec[] = [];
  const readers: Pick<ConsumeOptions, 'topic' | 'group'>[] = [];
  const eventLog: EventLog = Object.assign(new AppendOnlyEventLog(), {
    ensureTopics: async (asked: readonly TopicSpec[]) => void topics.push(...asked),
    consume: async ({ topic, group }: ConsumeOptions) => {
      readers.push({ topic, group });
      return { ended: new Promise<void>(() => {}), progress: async () => [], stop: async () => {} };
    },
  });
  return { eventLog, topics, readers };
}

const shared = { topicPartitions: 12, namespace: 'mine' };

it('etl creates the topics of requests, results, objectives and leadership, and reads those of its own', async () => {
  const { eventLog, topics, readers } = recordingLog();
  const [etl] = createEtl({
    ...shared,
    eventLog,
    source: new FakeMetricSource(),
    registry: createMetricsRegistry(),
    profile: { ...referenceProfile, windowMs: 24 * hourMs },
    selectors: [],
    partitionLabels: [],
    intervalMs: 60_000,
    settleMs: 0,
    resultTopic: 'prometheusdata',
    format: 'protobuf',
  }).services;
  await etl.start(signal);
  await etl.stop();
  expect(topics).toEqual([
    { name: 'mine.analysis-requests', partitions: 12, retentionMs: 24 * hourMs },
    { name: 'prometheusdata', partitions: 12 },
    { name: 'mine.series-problems', partitions: 12, retentionMs: 7 * 24 * hourMs },
    { name: 'mine.objectives', partitions: 1, compacted: true },
    { name: 'mine.planner-leadership', partitions: 1 },
  ]);
  expect(readers).toEqual([
    { topic: 'mine.objectives', group: expect.stringMatching(/^mine\.etl-definitions\.[0-9a-f-]{36}$/) },
    { topic: 'mine.analysis-requests', group: 'mine.etl' },
    { topic: 'mine.planner-leadership', group: 'mine.etl-planner' },
  ]);
});

it('storage creates the topics of results and of their dead letters, and reads the results', async () => {
  const { eventLog, topics, readers } = recordingLog();
  const store = {
    migrate: async () => {},
    check: async () => {},
    writeBatch: () => Promise.reject(new Error('nothing is written here')),
    nextOffset: async () => undefined,
    resetOffset: async () => {},
    prune: async () => 0,
  };
  const { services } = createStorage({
    ...shared,
    eventLog,
    topics: [storedAnalyses({ topic: 'prometheusdata', store, retentionMs: 24 * hourMs })],
    registry: createMetricsRegistry(),
  });
  for (const service of services) await service.start(signal);
  for (const service of services) await service.stop();
  expect(topics).toEqual([
    { name: 'prometheusdata', partitions: 12 },
    { name: 'prometheusdata.dead-letter', partitions: 1 },
  ]);
  expect(readers).toEqual([{ topic: 'prometheusdata', group: 'mine.storage' }]);
});

it('storage stores the results, the problems of series and the verdicts on objectives', () => {
  const database = openSqlite({ file: ':memory:' });
  const options = { topic: 'prometheusdata', retentionMs: 24 * hourMs, logger: silentLogger };
  expect(storedTopics(database, options).map(({ topic }) => topic.name('mine'))).toEqual([
    'prometheusdata',
    'mine.series-problems',
    'mine.objective-evaluated',
  ]);
});
