import { type ConsumeOptions, ForewarnError, type Logger, type OffsetBounds, pause } from '@forewarn/core';
import type { Consumer, ConsumerGroupJoinEvent } from 'kafkajs';
import { startOffsetOf } from '../start-offset-of.js';
import { AssignedPartition, type PartitionContext } from './assigned-partition.js';
import { kafkaAnswer } from './kafka-answer.js';
import { type KafkaSettings, newKafka, patientRetry } from './kafka-settings.js';
import { translateKafkaError } from './translate-kafka-error.js';

/** What a session works with. */
export interface SessionContext {
  readonly options: ConsumeOptions;
  readonly settings: KafkaSettings;
  readonly logger: Logger;
  readonly bounds: (partition: number) => Promise<OffsetBounds>;
  /** The group is left, or about to be, because of this error. It is retryable when another session may go on. */
  readonly onEnd: (error: ForewarnError) => void;
}

/** A session that was there as long has not crashed because of how it began: by default twice the longest pause between two sessions. */
const soundSessionMs = 60_000;
/** How long the end of a join, and then leaving the group, may take before the broker is left to notice by itself: together less than a process has to stop. */
const leaveTimeoutMs = 4_000;

/** One membership in a group, with one kafkajs consumer: from joining until it is stopped or crashes. */
export class ConsumerSession {
  readonly #context: SessionContext;
  readonly #consumer: Consumer;
  #partitions = new Map<number, AssignedPartition>();
  #joining: Promise<void> = Promise.resolve();
  #isStopping = false;
  #isMember = false;
  #hasHandled = false;
  readonly #beganMs = performance.now();

  constructor(context: SessionContext) {
    this.#context = context;
    const { settings, options } = context;
    this.#consumer = newKafka(settings, patientRetry(settings)).consumer({
      groupId: options.group,
      sessionTimeout: settings.sessionTimeoutMs,
      heartbeatInterval: settings.heartbeatIntervalMs,
      rebalanceTimeout: settings.rebalanceTimeoutMs,
      maxWaitTimeInMs: settings.longestFetchWaitMs,
      maxBytes: 4 * 1024 * 1024,
      allowAutoTopicCreation: false,
      // A crashed consumer is replaced by a new session, which has no state that the crash may have damaged.
      retry: { ...patientRetry(settings), restartOnFailure: async () => false },
    });
  }

  /**
   * Connects and begins to join.
   *
   * @throws {ForewarnError} `event-log-unavailable`, `event-log-rejected`
   */
  async start(): Promise<void> {
    const { options, settings } = this.#context;
    const what = `consuming ${options.topic}`;
    try {
      await kafkaAnswer(this.#consumer.connect(), { timeoutMs: settings.connectTimeoutMs, what });
      // From the beginning, or records that came during a broker's restart are skipped where nothing was committed yet.
      const subscribed = this.#consumer.subscribe({ topic: options.topic, fromBeginning: true });
      await kafkaAnswer(subscribed, { timeoutMs: settings.requestTimeoutMs, what });
      if (this.#isStopping)
        throw new ForewarnError('event-log-unavailable', `${what} was stopped before it began`);
    } catch (thrown) {
      void this.#disconnect();
      throw this.#translate(thrown, what);
    }
    this.#listen(what);
    this.#joining = this.#consumer
      .run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: settings.partitionsConsumedConcurrently,
        eachBatch: async (payload) => this.#partitions.get(payload.batch.partition)?.take(payload),
      })
      .catch((thrown) => this.#context.onEnd(this.#translate(thrown, what)));
  }

  /** By partition of this member the offset of the next record to be handled, where it is known; undefined while it is no member. */
  get positions(): ReadonlyMap<number, number | undefined> | undefined {
    if (!this.#isMember) return undefined;
    return new Map([...this.#partitions].map(([number, { position }]) => [number, position]));
  }

  /** Whether it was of use: a crash behind that is the first of its kind. */
  get wasSound(): boolean {
    return this.#hasHandled || performance.now() - this.#beganMs >= soundSessionMs;
  }

  /** Aborts the batches in hand, waits for them, and leaves the group. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const partition of this.#partitions.values()) partition.revoke();
    await Promise.all([...this.#partitions.values()].map(({ idle }) => idle));
    // kafkajs forgets to leave when it is told to stop while it joins.
    await Promise.race([this.#joining, pause(leaveTimeoutMs)]);
    await this.#disconnect();
  }

  #translate(thrown: unknown, what: string): ForewarnError {
    return this.#context.settings.access.judge(translateKafkaError(thrown, what));
  }

  async #disconnect(): Promise<void> {
    const what = `leaving the group ${this.#context.options.group}`;
    try {
      await kafkaAnswer(this.#consumer.disconnect(), { timeoutMs: leaveTimeoutMs, what });
    } catch (error) {
      this.#context.logger.warn({ error }, 'a consumer did not leave its group cleanly');
    }
  }

  #listen(what: string): void {
    const { GROUP_JOIN, REBALANCING, CRASH, END_BATCH_PROCESS } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, (event) => this.#onJoin(event));
    this.#consumer.on(REBALANCING, () => this.#revokeAll());
    this.#consumer.on(END_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
      if (batchSize === 0) this.#partitions.get(partition)?.pass(Number(lastOffset) + 1);
    });
    this.#consumer.on(CRASH, ({ payload }) => {
      const positions = [...(this.positions ?? [])].map(
        ([partition, offset]) => `${partition}: ${offset ?? '?'}`,
      );
      this.#isMember = false;
      this.#replaceAll();
      const where =
        positions.length === 0 ? what : `${what} (next offsets by partition: ${positions.join(', ')})`;
      this.#context.onEnd(this.#translate(payload.error, where));
    });
  }

  /** kafkajs calls this before it fetches from the new partitions. */
  #onJoin({ payload }: ConsumerGroupJoinEvent): void {
    const { topic, onAssignment } = this.#context.options;
    const startOffset = startOffsetOf(this.#context.options);
    const numbers = [...(payload.memberAssignment[topic] ?? [])].sort((a, b) => a - b);
    const earlier = this.#replaceAll();
    this.#isMember = true;
    this.#consumer.resume([{ topic }]);
    for (const number of numbers) {
      const predecessor = earlier.get(number)?.idle ?? Promise.resolve();
      this.#partitions.set(number, new AssignedPartition(this.#partitionContext(), number, predecessor));
    }
    if (this.#isStopping) {
      this.#revokeAll();
      return;
    }
    this.#context.logger.info({ partitions: numbers }, 'joined the consumer group');
    if (startOffset) this.#locateAll(startOffset, numbers);
    onAssignment?.(numbers);
  }

  #locateAll(startOffset: NonNullable<ConsumeOptions['startOffset']>, numbers: number[]): void {
    this.#consumer.pause([{ topic: this.#context.options.topic, partitions: numbers }]);
    for (const partition of this.#partitions.values()) void partition.locate(startOffset);
  }

  #replaceAll(): Map<number, AssignedPartition> {
    const earlier = this.#partitions;
    for (const partition of earlier.values()) partition.replace();
    this.#partitions = new Map();
    return earlier;
  }

  #revokeAll(): void {
    for (const partition of this.#partitions.values()) partition.revoke();
  }

  #partitionContext(): PartitionContext {
    const { topic } = this.#context.options;
    return {
      ...this.#context,
      pause: (partition) =>
        this.#whileMember(() => this.#consumer.pause([{ topic, partitions: [partition] }])),
      resume: (partition) =>
        this.#whileMember(() => this.#consumer.resume([{ topic, partitions: [partition] }])),
      seek: (partition, offset) =>
        this.#whileMember(() => this.#consumer.seek({ topic, partition, offset: String(offset) })),
      onMembershipLost: () => this.#revokeAll(),
      onHandled: () => {
        this.#hasHandled = true;
      },
      onFailure: (error) => this.#context.onEnd(error),
    };
  }

  /** kafkajs throws when it is no longer, or for the moment not, a member; the next assignment begins anew anyway. */
  #whileMember(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.#context.logger.debug(
        { error },
        'a partition was given up before it could be paused, resumed or sought',
      );
    }
  }
}
