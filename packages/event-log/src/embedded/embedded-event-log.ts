import { setImmediate as turn } from 'node:timers/promises';
import {
  type CallOptions,
  type Clock,
  type ConsumeOptions,
  type Consumption,
  type EventLog,
  ForewarnError,
  type Logger,
  type NewRecord,
  type TopicSpec,
} from '@forewarn/core';
import type { RetryBounds } from '../retry-bounds.js';
import { ConsumerGroup } from './consumer-group.js';
import { EmbeddedConsumption } from './embedded-consumption.js';
import { keyPartition } from './key-partition.js';
import type { LogFile, PlacedRecord } from './log-file.js';
import { recordBytes } from './record-bytes.js';
import { excessBytes, prune, type RetentionLimits } from './retention.js';

/** What an embedded event log is made of. */
export interface EmbeddedEventLogParts {
  readonly log: LogFile;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly retry: RetryBounds;
  readonly retention: RetentionLimits;
}

/** Records of one transaction: some ten milliseconds of this process' time. */
const chunkRecords = 500;
/** Bytes that may wait to be written before appends are turned away. */
const longestQueueBytes = 64 * 1024 * 1024;
/** How often age is looked at, in time of the clock; size is looked at with every append. */
const pruneIntervalMs = 10_000;

/** The port on one SQLite file; see `createEmbeddedEventLog`. */
export class EmbeddedEventLog implements EventLog {
  readonly #parts: EmbeddedEventLogParts;
  readonly #groups = new Map<string, ConsumerGroup>();
  readonly #consumptions = new Set<EmbeddedConsumption>();
  #writes: Promise<void> = Promise.resolve();
  #queuedBytes = 0;
  #nextPartition = 0;
  #prunedMs = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | undefined;

  constructor(parts: EmbeddedEventLogParts) {
    this.#parts = parts;
  }

  async ensureTopics(topics: readonly TopicSpec[], { signal }: CallOptions = {}): Promise<void> {
    this.#requireOpen(signal);
    this.#parts.log.createTopics(topics);
  }

  async append(topic: string, records: readonly NewRecord[], { signal }: CallOptions = {}): Promise<void> {
    this.#requireOpen(signal);
    const placed = this.#place(topic, records);
    const bytes = placed.reduce((sum, record) => sum + record.bytes, 0);
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > longestQueueBytes) throw this.#queueFull(topic);
    this.#queuedBytes += bytes;
    const written = this.#writes.then(() => this.#write(placed, signal));
    this.#writes = written.catch(() => {}).then(() => this.#pruneIfDue());
    await written.finally(() => {
      this.#queuedBytes -= bytes;
    });
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    this.#requireOpen();
    const { log, logger, retry } = this.#parts;
    const { partitions } = log.topic(options.topic);
    const name = JSON.stringify([options.group, options.topic]);
    const group = this.#groups.get(name) ?? new ConsumerGroup(partitions);
    this.#groups.set(name, group);
    const consumption = new EmbeddedConsumption(group, { log, logger, retry, options });
    this.#consumptions.add(consumption);
    const forget = () => {
      this.#consumptions.delete(consumption);
      if (group.isEmpty) this.#groups.delete(name);
    };
    consumption.ended.then(forget, forget);
    return consumption;
  }

  async check({ signal }: CallOptions = {}): Promise<void> {
    this.#requireOpen(signal);
    this.#parts.log.check();
  }

  close(): Promise<void> {
    this.#closing ??= this.#windDown();
    return this.#closing;
  }

  async #windDown(): Promise<void> {
    await Promise.all([...this.#consumptions].map((consumption) => consumption.stop()));
    await this.#writes;
    this.#parts.log.close();
  }

  #place(topic: string, records: readonly NewRecord[]): PlacedRecord[] {
    const { partitions } = this.#parts.log.topic(topic);
    return records.map((record) => {
      const number =
        record.key === null ? this.#nextPartition++ : keyPartition(record.key, partitions.length);
      return {
        partition: partitions[number % partitions.length]!,
        record,
        bytes: recordBytes(topic, record),
      };
    });
  }

  async #write(placed: readonly PlacedRecord[], signal: AbortSignal | undefined): Promise<void> {
    const { log, clock } = this.#parts;
    for (let at = 0; at < placed.length; at += chunkRecords) {
      throwIfCancelled(signal);
      log.append(placed.slice(at, at + chunkRecords), clock());
      await turn();
    }
  }

  async #pruneIfDue(): Promise<void> {
    const { log, clock, retention, logger } = this.#parts;
    const nowMs = clock();
    if (nowMs - this.#prunedMs < pruneIntervalMs && excessBytes(log, retention) <= 0) return;
    this.#prunedMs = nowMs;
    try {
      await prune(log, retention, nowMs);
    } catch (error) {
      // The append that led here is done and safe; the next one tries again.
      logger.warn({ error }, 'old records could not be deleted');
    }
  }

  #requireOpen(signal?: AbortSignal): void {
    throwIfCancelled(signal);
    if (!this.#closing) return;
    const { path } = this.#parts.log;
    throw new ForewarnError('event-log-unavailable', `the event log ${path} is closed; open it again`);
  }

  #queueFull(topic: string): ForewarnError {
    const message = `more than ${longestQueueBytes} bytes wait to be written to ${topic}; append more slowly`;
    return new ForewarnError('event-log-unavailable', message, { details: { topic } });
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new ForewarnError('cancelled', 'the call to the event log was cancelled', { cause: signal.reason });
}
