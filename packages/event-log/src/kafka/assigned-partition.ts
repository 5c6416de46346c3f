import {
  backoffDelayMs,
  type ConsumeOptions,
  ForewarnError,
  type Logger,
  type LogRecord,
  type OffsetBounds,
  pause,
  retried,
} from '@forewarn/core';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { clampOffset } from '../clamp-offset.js';
import { failureOfHandling } from '../defect-while-handling.js';
import type { KafkaSettings } from './kafka-settings.js';
import { toLogRecord } from './to-log-record.js';
import { isMembershipLost } from './translate-kafka-error.js';

const defaultBatchRecords = 200;
/** A commit that a broker does not take is tried this often: it may be restarting, and a lost commit only repeats a batch. */
const commitAttempts = 5;

/** What the partitions of a membership have in common. */
export interface PartitionContext {
  readonly options: ConsumeOptions;
  readonly settings: KafkaSettings;
  readonly logger: Logger;
  readonly bounds: (partition: number) => Promise<OffsetBounds>;
  /** Fetches nothing more of a partition, until it is resumed. */
  readonly pause: (partition: number) => void;
  readonly resume: (partition: number) => void;
  readonly seek: (partition: number, offset: number) => void;
  /** The group rebalances: all partitions of this member are to be given up. */
  readonly onMembershipLost: () => void;
  /** A batch was handled. */
  readonly onHandled: () => void;
  /** Something happened that no retry can mend. */
  readonly onFailure: (error: ForewarnError) => void;
}

/** A partition from its assignment to the next rebalance. */
export class AssignedPartition {
  readonly #context: PartitionContext;
  readonly #number: number;
  readonly #revocation = new AbortController();
  readonly #predecessor: Promise<void>;
  /** The batch in hand; resolves when it is done with, never rejects. */
  #inHand: Promise<void> = Promise.resolve();
  #isReplaced = false;
  #position: number | undefined;
  #failures = 0;
  /** Records of the batch that failed, so that it comes again as it was. */
  #failedRecords: number | undefined;
  #resumption: NodeJS.Timeout | undefined;

  /** @param predecessor  resolves when an earlier assignment of the partition to this member has nothing in hand */
  constructor(context: PartitionContext, number: number, predecessor: Promise<void>) {
    this.#context = context;
    this.#number = number;
    this.#predecessor = predecessor;
  }

  /** The offset of the next record to be handled; undefined until it is known here. */
  get position(): number | undefined {
    return this.#position;
  }

  /** What comes before the offset holds nothing to handle: records of aborted transactions, and marks of Kafka's own. */
  pass(offset: number): void {
    this.#position = offset;
  }

  /** Resolves when no batch is in hand. */
  get idle(): Promise<void> {
    return this.#predecessor.then(() => this.#inHand);
  }

  /** Aborts the batch in hand; begins no other. What it still finishes can be committed. */
  revoke(): void {
    clearTimeout(this.#resumption);
    this.#revocation.abort();
  }

  /** Another assignment has taken over: nothing more may be committed from here. */
  replace(): void {
    this.revoke();
    this.#isReplaced = true;
  }

  /** Asks where to begin, and goes there. The partition is paused until then. */
  async locate(startOffset: NonNullable<ConsumeOptions['startOffset']>): Promise<void> {
    const { settings, logger, bounds, seek, resume, onFailure } = this.#context;
    const ask = async () => {
      const found = await bounds(this.#number);
      return clampOffset(await startOffset(this.#number, found), found);
    };
    try {
      const offset = await retried(ask, {
        backoff: settings.retry,
        signal: this.#revocation.signal,
        onFailure: (error, failures, delayMs) =>
          logger.warn(
            { partition: this.#number, failures, delayMs, error },
            'the place to start at could not be found out and is asked for again',
          ),
      });
      if (offset === undefined || this.#revocation.signal.aborted) return;
      this.#position = offset;
      seek(this.#number, offset);
      resume(this.#number);
    } catch (thrown) {
      onFailure(ForewarnError.from(thrown));
    }
  }

  /** Handles what was fetched, batch by batch, while heartbeats go on. */
  async take(payload: EachBatchPayload): Promise<void> {
    await this.#predecessor;
    const taking = this.#takeAll(payload);
    this.#inHand = taking.catch(() => {});
    await taking;
  }

  async #takeAll(payload: EachBatchPayload): Promise<void> {
    const heartbeats = this.#keepAlive(payload);
    try {
      const { messages, highWatermark } = payload.batch;
      for (let at = 0; at < messages.length; ) {
        if (this.#revocation.signal.aborted || payload.isStale()) return;
        const next = messages.slice(at, at + this.#batchLimit());
        if (!(await this.#handle(next, Number(highWatermark)))) return;
        await this.#commit(payload, offsetOf(next[next.length - 1]!));
        at += next.length;
        this.#position = offsetOf(next[next.length - 1]!) + 1;
      }
      // Behind the last record there may be marks of Kafka's own.
      this.#position = Number(payload.batch.lastOffset()) + 1;
    } finally {
      clearInterval(heartbeats);
    }
  }

  #batchLimit(): number {
    return this.#failedRecords ?? this.#context.options.maxBatchRecords ?? defaultBatchRecords;
  }

  /** @returns whether the batch was handled */
  async #handle(messages: readonly KafkaMessage[], endOffset: number): Promise<boolean> {
    const { options, onFailure } = this.#context;
    const { topic } = options;
    const { signal } = this.#revocation;
    const partition = this.#number;
    try {
      // In here, so that a record that cannot be read ends as what it is; out there kafkajs would take it for trouble with a broker.
      const records = messages.map(toLogRecord);
      await options.handle({ topic, partition, records, endOffset, signal });
      this.#reportUnreadable(records);
      this.#context.onHandled();
      this.#failures = 0;
      this.#failedRecords = undefined;
      return true;
    } catch (thrown) {
      if (signal.aborted) return false;
      const [firstOffset, lastOffset] = [offsetOf(messages[0]!), offsetOf(messages[messages.length - 1]!)];
      const error = failureOfHandling(thrown, { topic, partition, firstOffset, lastOffset });
      if (error.retryable) this.#backOff(error, messages.length);
      else onFailure(error);
      return false;
    }
  }

  #reportUnreadable(records: readonly LogRecord[]): void {
    for (const { unreadable, offset } of records)
      if (unreadable)
        this.#context.logger.error(
          { partition: this.#number, lastOffset: offset, ...unreadable },
          'records that cannot be read were passed over',
        );
  }

  /** Pauses the partition, and resumes it later; the group hears heartbeats all the time. */
  #backOff(error: ForewarnError, records: number): void {
    const { settings, logger, pause, resume } = this.#context;
    this.#failures += 1;
    this.#failedRecords = records;
    const delayMs = backoffDelayMs(this.#failures, settings.retry);
    const fields = { partition: this.#number, failures: this.#failures, delayMs, error };
    logger.warn(fields, 'a batch could not be handled and is tried again');
    pause(this.#number);
    this.#resumption = setTimeout(() => resume(this.#number), delayMs);
  }

  async #commit(payload: EachBatchPayload, lastOffset: number): Promise<void> {
    if (this.#isReplaced) return;
    payload.resolveOffset(String(lastOffset));
    const partitions = [{ partition: this.#number, offset: String(lastOffset + 1) }];
    const offsets = { topics: [{ topic: this.#context.options.topic, partitions }] };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await payload.commitOffsetsIfNecessary(offsets);
      } catch (error) {
        if (isMembershipLost(error)) this.#context.onMembershipLost();
        if (attempt === commitAttempts || this.#revocation.signal.aborted) throw error;
        await pause(100 * attempt);
      }
    }
  }

  /** While a batch is in hand kafkajs neither sends heartbeats nor learns of a rebalance. */
  #keepAlive(payload: EachBatchPayload): NodeJS.Timeout {
    const { settings, logger, onMembershipLost } = this.#context;
    const beat = () =>
      payload.heartbeat().catch((error) => {
        if (isMembershipLost(error)) onMembershipLost();
        else logger.debug({ error, partition: this.#number }, 'a heartbeat was not answered');
      });
    return setInterval(beat, settings.heartbeatIntervalMs / 2);
  }
}

const offsetOf = ({ offset }: KafkaMessage): number => Number(offset);
