import type { AnalysisWriter } from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import {
  type Clock,
  type Consumption,
  type EventLog,
  ForewarnError,
  formatDuration,
  type Logger,
  silentLogger,
  systemClock,
} from '@forewarn/core';
import { type Service, untilAvailable } from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import { DeadLetters, deadLetterTopicOf } from './dead-letters.js';
import { runPruning } from './pruning.js';
import { startOffset } from './start-offset.js';
import { createStorageMetrics } from './storage-metrics.js';
import { storeBatch } from './store-batch.js';

/** What the storage service needs. */
export interface StorageOptions {
  readonly eventLog: EventLog;
  readonly store: AnalysisWriter & Pick<Database, 'migrate' | 'check'>;
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

/**
 * Reads analyses from the event log and writes them to the store, exactly once. Any number of processes may run it.
 *
 * @param options  ports and settings
 */
export function createStorageService(options: StorageOptions): Service {
  const { eventLog, store, topic, retentionMs, clock = systemClock } = options;
  const group = `${options.namespace ?? 'forewarn'}.storage`;
  const logger = (options.logger ?? silentLogger).child({ part: 'storage' });
  const metrics = createStorageMetrics(options.registry);
  const pruning = new AbortController();
  const deadLetters = new DeadLetters({ eventLog, metrics, logger });
  let takesPart = false;
  let consumption: Consumption | undefined;
  let pruned: Promise<void> = Promise.resolve();
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {});

  const consume = () =>
    eventLog.consume({
      topic,
      group,
      handle: (batch) => storeBatch(batch, { store, deadLetters, group, metrics }),
      startOffset: (partition, bounds) => startOffset(store, { group, topic, partition }, bounds, logger),
      onAssignment: (partitions) => {
        logger.info({ topic, partitions }, 'storing these partitions');
        deadLetters.keepOnly(partitions);
        // The lag of a partition that another process has now is that process' to report.
        metrics.lag.reset();
        metrics.newestWindow.reset();
      },
      maxBatchRecords: 50,
    });

  return {
    name: 'storage',
    failure,
    async start(signal) {
      const wait = { signal, logger };
      await untilAvailable('the store', () => store.migrate({ signal }), wait);
      await untilAvailable('the event log', () => prepareTopics(options, signal), wait);
      consumption = await untilAvailable('the topic of results', consume, wait);
      consumption.ended.catch(fail);
      pruned = runPruning({ store, clock, retentionMs, metrics, logger }, pruning.signal);
      takesPart = true;
      logger.info({ topic, retention: formatDuration(retentionMs) }, 'storage takes part');
    },
    async check(signal) {
      if (!takesPart)
        throw new ForewarnError(
          'event-log-unavailable',
          'storage takes no part in the work: it starts or stops',
        );
      await store.check({ signal });
      await eventLog.check({ signal });
    },
    async stop() {
      takesPart = false;
      pruning.abort();
      await Promise.all([consumption?.stop(), pruned]);
    },
  };
}

async function prepareTopics(
  { eventLog, topic, topicPartitions }: StorageOptions,
  signal: AbortSignal,
): Promise<void> {
  await eventLog.check({ signal });
  await eventLog.ensureTopics(
    [
      { name: topic, partitions: topicPartitions },
      { name: deadLetterTopicOf(topic), partitions: 1 },
    ],
    { signal },
  );
}
