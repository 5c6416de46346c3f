import { type Clock, type EventLog, type Logger, silentLogger, systemClock } from '@forewarn/core';
import type { AppParts } from '@forewarn/process';
import type { Registry } from '@forewarn/telemetry';
import { createStorageMetrics } from './storage-metrics.js';
import { StorageService } from './storage-service.js';
import type { StoredTopic } from './stored-topic.js';

/** What storage needs. */
export interface StorageDeps {
  readonly eventLog: EventLog;
  /** What is stored. The dead letters of each topic go to `<topic>.dead-letter`. */
  readonly topics: readonly StoredTopic[];
  /** Begins the names of topics and consumer groups. Default `forewarn`. */
  readonly namespace?: string;
  /** Partitions of the topics that are created. */
  readonly topicPartitions: number;
  readonly registry: Registry;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/**
 * Reads topics from the event log and writes their values to the store, each exactly once in effect: offsets, dead letters, replay
 * from the store's offset and pruning are the same for all. Any number of processes may run it.
 *
 * @param options  ports and settings
 */
export function createStorage(options: StorageDeps): AppParts {
  const { eventLog, topics, topicPartitions, registry, clock = systemClock } = options;
  const { namespace = 'forewarn' } = options;
  const logger = (options.logger ?? silentLogger).child({ part: 'storage' });
  const metrics = createStorageMetrics(registry);
  const deps = { eventLog, namespace, metrics, clock, logger };
  return { services: [new StorageService({ topics, topicPartitions, ...deps })] };
}
