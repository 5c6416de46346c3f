import {
  backoffDelayMs,
  type CallOptions,
  type Consumption,
  ForewarnError,
  type PartitionProgress,
  pause,
  retried,
} from '@forewarn/core';
import { Settlement } from '../settlement.js';
import { ConsumerSession, type SessionContext } from './consumer-session.js';
import type { GroupOffsets } from './kafka-admin.js';

/** What a consumption works with. */
export interface ConsumptionContext extends Omit<SessionContext, 'onEnd'> {
  /** What the topic's partitions hold, and where the group stands in each, where it has stored that. */
  readonly offsets: (options: CallOptions) => Promise<readonly GroupOffsets[]>;
  /** Deletes the group, which has no member any more. Never rejects. */
  readonly deleteGroup: () => Promise<void>;
}

/** A membership that outlives the crashes of its kafkajs consumer. */
export class KafkaConsumption implements Consumption {
  readonly #context: ConsumptionContext;
  readonly #settlement = new Settlement();
  readonly #halt = new AbortController();
  #session: ConsumerSession | undefined;
  /** In a row, since a session was of use. */
  #crashes = 0;
  #replacing: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor(context: ConsumptionContext) {
    this.#context = context;
  }

  get ended(): Promise<void> {
    return this.#settlement.promise;
  }

  async progress(options: CallOptions = {}): Promise<readonly PartitionProgress[] | undefined> {
    const session = this.#session;
    if (!session?.positions) return undefined;
    const offsets = await this.#context.offsets(options);
    // Asked behind the wait, so that what was handled meanwhile does not count as waiting.
    const positions = session.positions;
    if (!positions) return undefined;
    return offsets.flatMap(({ partition, earliest, end, stored }) =>
      positions.has(partition)
        ? [{ partition, end, position: Math.max(positions.get(partition) ?? stored ?? earliest, earliest) }]
        : [],
    );
  }

  /** Joins the group for the first time. @throws {ForewarnError} `event-log-unavailable`, `event-log-rejected` */
  async start(): Promise<void> {
    const session: ConsumerSession = new ConsumerSession({
      ...this.#context,
      onEnd: (error) => this.#onSessionEnd(session, error),
    });
    this.#session = session;
    try {
      await session.start();
    } catch (thrown) {
      this.#session = undefined;
      throw thrown;
    }
  }

  stop(): Promise<void> {
    return this.#stop(this.#settlement.resolve);
  }

  #stop(settle: () => void): Promise<void> {
    this.#stopping ??= this.#windDown().then(settle);
    return this.#stopping;
  }

  async #windDown(): Promise<void> {
    this.#halt.abort();
    await this.#replacing;
    await this.#session?.stop();
    if (this.#context.options.ephemeral) await this.#context.deleteGroup();
  }

  #onSessionEnd(session: ConsumerSession, error: ForewarnError): void {
    if (this.#halt.signal.aborted || session !== this.#session) return;
    const { logger } = this.#context;
    if (error.retryable) {
      this.#crashes = session.wasSound ? 1 : this.#crashes + 1;
      const delayMs = backoffDelayMs(this.#crashes, this.#context.settings.retry);
      const fields = { error, crashes: this.#crashes, delayMs };
      logger.warn(fields, 'the consumer crashed and joins its group again');
      this.#session = undefined;
      this.#replacing = this.#replace(session, delayMs);
      return;
    }
    logger.error({ error }, 'the consumption has ended with an error');
    void this.#stop(() => this.#settlement.reject(error));
  }

  /** Never rejects. */
  async #replace(crashed: ConsumerSession, delayMs: number): Promise<void> {
    await crashed.stop();
    await pause(delayMs, this.#halt.signal);
    if (this.#halt.signal.aborted) return;
    const { settings, logger } = this.#context;
    try {
      await retried(() => this.start(), {
        backoff: settings.retry,
        signal: this.#halt.signal,
        onFailure: (error, failures, delayMs) =>
          logger.warn({ error, failures, delayMs }, 'the consumer could not join its group and tries again'),
      });
    } catch (error) {
      logger.error({ error }, 'the consumption has ended with an error');
      void this.#stop(() => this.#settlement.reject(ForewarnError.from(error)));
    }
  }
}
