import { setImmediate as turn } from 'node:timers/promises';
import type { ConsumeOptions, Logger, LogRecord, PartitionProgress } from '@forewarn/core';
import { type RetryOptions, retried } from '@forewarn/core';
import { clampOffset } from '../clamp-offset.js';
import { failureOfHandling } from '../defect-while-handling.js';
import type { RetryBounds } from '../retry-bounds.js';
import { startOffsetOf } from '../start-offset-of.js';
import type { LogFile } from './log-file.js';
import type { StoredPartition } from './stored-topic.js';

const defaultBatchRecords = 200;

/** What a reader works with. */
export interface ReaderContext {
  readonly log: LogFile;
  readonly options: ConsumeOptions;
  readonly retry: RetryBounds;
  readonly logger: Logger;
}

/** Hands the records of one partition to a member's handler, batch by batch, for as long as the member has it. */
export class PartitionReader {
  readonly #context: ReaderContext;
  readonly #partition: StoredPartition;
  readonly #revocation = new AbortController();
  #position: number | undefined;

  constructor(context: ReaderContext, partition: StoredPartition) {
    this.#context = context;
    this.#partition = partition;
  }

  /** Where the member stands in the partition. */
  get progress(): PartitionProgress {
    const { number: partition, bounds, end } = this.#partition;
    const { log, options } = this.#context;
    const position = this.#position ?? log.groupOffset(options.group, this.#partition) ?? bounds.earliest;
    return { partition, end, position: Math.max(position, bounds.earliest) };
  }

  /** Revokes the partition: aborts the batch in hand and reads no other. */
  revoke(): void {
    this.#revocation.abort();
  }

  /**
   * Reads until revoked.
   *
   * @throws {ForewarnError} what no retry can mend
   */
  async read(): Promise<void> {
    await retried(() => this.#readOn(), this.#retries('a partition could not be read'));
  }

  async #readOn(): Promise<void> {
    const { log, options } = this.#context;
    const signal = this.#revocation.signal;
    let position = await this.#startOffset();
    while (position !== undefined && !signal.aborted) {
      this.#position = position;
      const from = Math.max(position, this.#partition.earliest);
      const records = log.read(this.#partition, from, options.maxBatchRecords ?? defaultBatchRecords);
      if (records.length === 0) await this.#partition.appended.wait(signal);
      else position = await this.#handle(records);
      await turn();
    }
  }

  async #startOffset(): Promise<number | undefined> {
    if (this.#revocation.signal.aborted) return undefined;
    const { log, options } = this.#context;
    const { group } = options;
    const { number, bounds } = this.#partition;
    const startOffset = startOffsetOf(options);
    if (!startOffset) return log.groupOffset(group, this.#partition) ?? bounds.earliest;
    const ask = async () => {
      const asked = this.#partition.bounds;
      return clampOffset(await startOffset(number, asked), asked);
    };
    return retried(ask, this.#retries('the place to start at could not be found out'));
  }

  /** @returns the offset behind the batch, or undefined when the partition was revoked before it was handled */
  async #handle(records: readonly LogRecord[]): Promise<number | undefined> {
    const { log, options } = this.#context;
    const { topic } = options;
    const { number: partition, end: endOffset } = this.#partition;
    const { signal } = this.#revocation;
    const [firstOffset, lastOffset] = [records[0]!.offset, records[records.length - 1]!.offset];
    const call = async () => {
      try {
        await options.handle({ topic, partition, records, endOffset, signal });
      } catch (thrown) {
        throw failureOfHandling(thrown, { topic, partition, firstOffset, lastOffset });
      }
      return lastOffset + 1;
    };
    const next = await retried(call, this.#retries('a batch could not be handled'));
    if (next !== undefined && !options.ephemeral) log.storeGroupOffset(options.group, this.#partition, next);
    return next;
  }

  #retries(what: string): RetryOptions {
    const { retry: backoff, options, logger } = this.#context;
    const { topic, group } = options;
    const partition = this.#partition.number;
    return {
      backoff,
      signal: this.#revocation.signal,
      onFailure: (error, failures, delayMs) =>
        logger.warn({ topic, group, partition, failures, delayMs, error }, `${what} and is tried again`),
    };
  }
}
