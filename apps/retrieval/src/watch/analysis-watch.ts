import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis } from '@forewarn/analysis';
import { analysisToWire, decodeSeriesAnalyzed, seriesAnalyzedTopic } from '@forewarn/contracts';
import {
  type Consumption,
  decodeRecord,
  type EventLog,
  ensureTopics,
  ForewarnError,
  type Logger,
  type LogRecord,
  pause,
  type RecordBatch,
} from '@forewarn/core';
import { serviceStopping } from './service-stopping.js';
import { StartGate } from './start-gate.js';
import type { WatchMetrics } from './watch-metrics.js';
import { Watcher } from './watcher.js';

/** What the watch needs. */
export interface AnalysisWatchOptions {
  readonly eventLog: EventLog;
  readonly topic: string;
  readonly topicPartitions: number;
  /** Begins the name of the consumer group. */
  readonly namespace: string;
  /** Most analyses that wait for one client. */
  readonly queueLimit: number;
  readonly metrics: WatchMetrics;
  readonly logger: Logger;
  /** How it waits; for tests. Default: by the clock. */
  readonly pause?: typeof pause;
}

// Analyses are large and are held decoded, so batches are small.
const batchRecords = 50;
/** Behind each analysis while a watcher lags: reading slows down to 200 a second, more than ten thousand series a minute bring. */
const slowDownMs = 5;
const startTimeoutMs = 60_000;

/**
 * Reads the topic of results from its end while anybody watches, once for all watchers, and hands each the analyses that it selects.
 * While a watcher lags, reading slows down; one that lags too far is evicted, and the others go on.
 */
export class AnalysisWatch {
  readonly #options: AnalysisWatchOptions;
  readonly #watchers = new Set<Watcher>();
  readonly #pause: typeof pause;
  #consumption: Consumption | undefined;
  #gate: StartGate | undefined;
  #startTimer: NodeJS.Timeout | undefined;
  // Starting and stopping take their turns, so that a new watcher cannot meet a consumption that is stopping.
  #transition: Promise<void> = Promise.resolve();

  constructor(options: AnalysisWatchOptions) {
    this.#options = options;
    this.#pause = options.pause ?? pause;
  }

  /** Adds a watcher; it begins when every partition is read from its end. */
  subscribe(matches: (analysis: Analysis) => boolean, callSignal: AbortSignal): Watcher {
    const watcher = new Watcher(matches, callSignal, this.#options.queueLimit);
    this.#watchers.add(watcher);
    if (this.#gate?.isOpen) watcher.begin();
    this.#onChange();
    return watcher;
  }

  /** Removes a watcher; with the last the reading ends. */
  unsubscribe(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    this.#onChange();
  }

  /** Ends all watchers, and the reading. */
  async close(): Promise<void> {
    this.#failAll(serviceStopping());
    this.#onChange();
    await this.#transition;
  }

  #onChange(): void {
    this.#options.metrics.watchers.set(this.#watchers.size);
    this.#transition = this.#transition.then(() => this.#startOrStop());
  }

  async #startOrStop(): Promise<void> {
    try {
      if (this.#watchers.size > 0 && !this.#consumption) await this.#start();
      else if (this.#watchers.size === 0) await this.#stop();
    } catch (thrown) {
      this.#forgetStart();
      this.#failAll(ForewarnError.from(thrown));
    }
  }

  async #start(): Promise<void> {
    const { eventLog, topic, namespace, topicPartitions } = this.#options;
    const contract = seriesAnalyzedTopic({ name: topic });
    // Ephemeral, and of this process alone: each process shows every analysis to its own clients.
    const group = `${namespace}.retrieval.${randomUUID()}`;
    const gate = new StartGate(() => this.#begin());
    this.#gate = gate;
    this.#startTimer = setTimeout(() => this.#failAll(lateStart(topic)), startTimeoutMs);
    await ensureTopics(eventLog, [contract], { namespace, partitions: topicPartitions });
    const consumption = await eventLog.consume({
      topic,
      group,
      ephemeral: true,
      handle: (batch) => this.#handle(batch),
      startOffset: async (partition, bounds) => {
        gate.located(partition);
        return bounds.end;
      },
      onAssignment: (partitions) => gate.assigned(partitions),
      maxBatchRecords: batchRecords,
    });
    this.#consumption = consumption;
    consumption.ended.catch((thrown) => this.#onFailure(consumption, thrown));
  }

  #begin(): void {
    clearTimeout(this.#startTimer);
    for (const watcher of this.#watchers) watcher.begin();
  }

  async #stop(): Promise<void> {
    this.#forgetStart();
    const consumption = this.#consumption;
    this.#consumption = undefined;
    await consumption?.stop();
  }

  #forgetStart(): void {
    clearTimeout(this.#startTimer);
    this.#gate = undefined;
  }

  #onFailure(consumption: Consumption, thrown: unknown): void {
    if (this.#consumption !== consumption) return;
    this.#forgetStart();
    this.#consumption = undefined;
    this.#failAll(ForewarnError.from(thrown));
  }

  #failAll(error: ForewarnError): void {
    for (const watcher of this.#watchers) watcher.fail(error);
    this.#watchers.clear();
    this.#onChange();
  }

  async #handle(batch: RecordBatch): Promise<void> {
    for (const record of batch.records) {
      if (batch.signal.aborted) return;
      this.#show(record, batch);
      // Lets what was queued leave before more comes.
      await (this.#isAnyLagging() ? this.#pause(slowDownMs, batch.signal) : nextTurn());
    }
  }

  /** Never throws: a record that cannot be shown, whatever the reason, is passed over. */
  #show(record: LogRecord, { topic, partition }: RecordBatch): void {
    try {
      this.#offer(decodeRecord({ decode: decodeSeriesAnalyzed }, record));
    } catch (error) {
      this.#options.metrics.skippedEvents.inc();
      this.#options.logger.warn({ topic, partition, offset: record.offset, error }, 'watchers miss an event');
    }
  }

  #offer(analysis: Analysis): void {
    const interested = [...this.#watchers].filter((watcher) => watcher.matches(analysis));
    if (interested.length === 0) return;
    const message = { analysis: analysisToWire(analysis) };
    for (const watcher of interested) watcher.offer(message);
  }

  #isAnyLagging(): boolean {
    return [...this.#watchers].some((watcher) => watcher.isLagging);
  }
}

const lateStart = (topic: string): ForewarnError =>
  new ForewarnError(
    'event-log-unavailable',
    `the event log did not hand out the partitions of topic ${topic} within ${startTimeoutMs / 1_000} s: watch again later`,
    { details: { topic } },
  );
