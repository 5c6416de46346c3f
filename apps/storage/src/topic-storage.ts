import type {
  Clock,
  Consumption,
  DatabaseSchema,
  EventLog,
  Logger,
  TopicContract,
  TopicStore,
} from '@forewarn/core';
import { DeadLetters } from './dead-letters.js';
import { runPruning } from './pruning.js';
import { startOffset } from './start-offset.js';
import type { StorageMetrics } from './storage-metrics.js';
import { storeBatch } from './store-batch.js';
import { TopicMetrics } from './topic-metrics.js';

/** A topic that is to be stored: the contract and the row writer are all that a domain brings. */
export interface StoredTopicOptions<T> {
  readonly contract: TopicContract<T>;
  /** With the schema of its tables, which storage brings up to date. */
  readonly store: TopicStore<T> & DatabaseSchema;
  /** How long history is kept in the store. Default: for ever. */
  readonly retentionMs?: number;
  /**
   * Ends the name of the consumer group, behind the namespace. Default: `storage.` and the topic's name without the namespace.
   * Each topic has a group of its own, since the members of a group share out the topics of all.
   */
  readonly group?: string;
  /** Whether metrics carry the label `topic`. Default: they do. */
  readonly isLabelled?: boolean;
  /** The end of the window that a value speaks of, in epoch milliseconds, for the gauge of the newest one. */
  readonly windowEndMs?: (value: T) => number;
}

/** What all topics share. */
export interface TopicStorageDeps {
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly metrics: StorageMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Most records in one transaction. */
export const maxBatchRecords = 50;

/** Stores one topic: reads it on from the store's offset, puts aside what cannot be stored, deletes what is old. */
export class TopicStorage<T> {
  /** The topic's full name. */
  readonly name: string;
  readonly retentionMs: number | undefined;
  readonly #options: StoredTopicOptions<T>;
  readonly #deps: TopicStorageDeps;
  readonly #group: string;
  readonly #metrics: TopicMetrics;

  constructor(options: StoredTopicOptions<T>, deps: TopicStorageDeps) {
    const { contract, isLabelled = true } = options;
    this.#options = options;
    this.#deps = deps;
    this.name = contract.name(deps.namespace);
    this.retentionMs = options.retentionMs;
    this.#group = `${deps.namespace}.${options.group ?? defaultGroup(this.name, deps.namespace)}`;
    this.#metrics = new TopicMetrics(deps.metrics, isLabelled ? this.name : undefined);
  }

  /** Joins the topic's consumer group. @throws {ForewarnError} of the event log; it can then be tried again */
  consume(): Promise<Consumption> {
    const { eventLog, logger } = this.#deps;
    const { store } = this.#options;
    const [topic, group, metrics] = [this.name, this.#group, this.#metrics];
    const deadLetters = new DeadLetters({ eventLog, metrics, logger });
    return eventLog.consume({
      topic,
      group,
      handle: (batch) => storeBatch(batch, { ...this.#options, deadLetters, group, metrics }),
      startOffset: (partition, bounds) => startOffset(store, { group, topic, partition }, bounds, logger),
      onAssignment: (partitions) => {
        logger.info({ topic, partitions }, 'storing these partitions');
        deadLetters.keepOnly(partitions);
        // The lag of a partition that another process has now is that process' to report.
        metrics.forgetPartitions();
      },
      maxBatchRecords,
    });
  }

  /** Deletes what is older than the retention, until the signal. @returns when it has ended; never rejects */
  async prune(signal: AbortSignal): Promise<void> {
    const { retentionMs } = this;
    if (retentionMs === undefined) return;
    const { clock, logger } = this.#deps;
    await runPruning(
      { store: this.#options.store, clock, retentionMs, metrics: this.#metrics, logger },
      signal,
    );
  }
}

const defaultGroup = (topic: string, namespace: string): string =>
  `storage.${topic.startsWith(`${namespace}.`) ? topic.slice(namespace.length + 1) : topic}`;
