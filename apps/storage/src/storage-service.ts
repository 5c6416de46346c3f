import {
  type Clock,
  type Consumption,
  type EventLog,
  formatDuration,
  type Logger,
  type Store,
  silentLogger,
  systemClock,
} from '@forewarn/core';
import { type Service, untilAvailable } from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import { deadLetterTopicOf } from './dead-letters.js';
import { runPruning } from './pruning.js';
import { startOffset } from './start-offset.js';
import { createStorageMetrics } from './storage-metrics.js';
import { storeBatch } from './store-batch.js';

/** What the storage service needs. */
export interface StorageOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  readonly registry: Registry;
  /** The topic of `SeriesAnalyzed` events; its dead letters go to `<topic>.dead-letter`. */
  readonly topic: string;
  /** Begins the name of the consumer group. Default `forewarn`. */
  readonly namespace?: string;
  /** Partitions of the topics that are created. */
  readonly topicPartitions: number;
  /** How long history is kept in the store. */
  readonly retentionMs: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Reads analyses from the event log and writes them to the store, exactly once. Any number of processes may run it. */
export function createStorageService(options: StorageOptions): Service {
  const { eventLog, store, topic, topicPartitions, retentionMs, clock = systemClock } = options;
  const group = `${options.namespace ?? 'forewarn'}.storage`;
  const logger = (options.logger ?? silentLogger).child({ part: 'storage' });
  const metrics = createStorageMetrics(options.registry);
  const pruning = new AbortController();
  let consumption: Consumption | undefined;
  let pruned: Promise<void> = Promise.resolve();
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {});

  return {
    name: 'storage',
    failure,
    async start(signal) {
      await untilAvailable('the store', () => store.migrate({ signal }), { signal, logger });
      await untilAvailable('the event log', () => eventLog.check({ signal }), { signal, logger });
      await eventLog.ensureTopics([
        { name: topic, partitions: topicPartitions },
        { name: deadLetterTopicOf(topic), partitions: 1 },
      ]);
      consumption = await eventLog.consume({
        topic,
        group,
        handle: (batch) => storeBatch(batch, { store, eventLog, group, metrics, logger }),
        startOffset: (partition, bounds) => startOffset(store, { group, topic, partition }, bounds, logger),
        onAssignment: (partitions) => logger.info({ topic, partitions }, 'storing these partitions'),
        maxBatchRecords: 50,
      });
      consumption.ended.catch(fail);
      pruned = runPruning({ store, clock, retentionMs, metrics, logger }, pruning.signal);
      logger.info({ topic, retention: formatDuration(retentionMs) }, 'storage takes part');
    },
    async check(signal) {
      await store.check({ signal });
      await eventLog.check({ signal });
    },
    async stop() {
      pruning.abort();
      await Promise.all([consumption?.stop(), pruned]);
    },
  };
}
