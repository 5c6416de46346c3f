import {
  type Clock,
  type ConsumeOptions,
  formatDuration,
  type Logger,
  type PartitionProgress,
  toRfc3339,
} from '@forewarn/core';
import { ConsumerError } from './consumer-error.js';
import { type ConsumerMetrics, groupLabel, type PartitionLabels } from './consumer-metrics.js';

/** What an {@link AdvanceWatch} works with. */
export interface AdvanceWatchOptions {
  readonly consumer: Pick<ConsumeOptions, 'topic' | 'group' | 'ephemeral'>;
  /** How long records may wait while a partition does not advance. */
  readonly stallAfterMs: number;
  readonly metrics: ConsumerMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A partition as it was last seen. */
interface Seen {
  readonly position: number;
  readonly waiting: number;
  /** Since when it has stood here while records wait. */
  readonly sinceMs: number;
  readonly isStalled: boolean;
}

/** Stands in the place of a partition while there is none, since the group has not been joined. */
const none = 'none';

/** Whether one consumer advances, judged by what it is seen to do from time to time. */
export class AdvanceWatch {
  readonly #options: AdvanceWatchOptions;
  readonly #seen = new Map<string, Seen>();
  #noMemberSinceMs: number | undefined;

  constructor(options: AdvanceWatchOptions) {
    this.#options = options;
  }

  /** The partitions that do not advance, a sentence each; none where all is well. */
  get stalls(): readonly string[] {
    return [...this.#seen].filter(([, { isStalled }]) => isStalled).map((entry) => this.#sentence(...entry));
  }

  /** @param progress  as the consumption tells it: undefined while it is no member, which is none of the partitions' advance */
  observe(progress: readonly PartitionProgress[] | undefined): void {
    const nowMs = this.#options.clock();
    if (progress === undefined) {
      this.#noMemberSinceMs ??= nowMs;
      this.#see(none, { position: -1, waiting: 0, sinceMs: this.#noMemberSinceMs }, nowMs);
      return;
    }
    this.#noMemberSinceMs = undefined;
    const present = new Set(progress.map(({ partition }) => String(partition)));
    for (const partition of this.#seen.keys()) if (!present.has(partition)) this.#forget(partition);
    for (const { partition, position, end } of progress) {
      const before = this.#seen.get(String(partition));
      const waiting = Math.max(end - position, 0);
      const isStanding =
        before !== undefined && before.position === position && before.waiting > 0 && waiting > 0;
      this.#see(
        String(partition),
        { position, waiting, sinceMs: isStanding ? before.sinceMs : nowMs },
        nowMs,
      );
    }
  }

  /** Tells of nothing more: the consumer has ended. */
  end(): void {
    for (const partition of this.#seen.keys()) this.#forget(partition);
  }

  #see(partition: string, state: Omit<Seen, 'isStalled'>, nowMs: number): void {
    const mayStall = partition === none || state.waiting > 0;
    const isStalled = mayStall && nowMs - state.sinceMs >= this.#options.stallAfterMs;
    const wasStalled = this.#seen.get(partition)?.isStalled ?? false;
    const seen = { ...state, isStalled };
    this.#seen.set(partition, seen);
    this.#options.metrics.set(this.#labels(partition), seen);
    if (isStalled === wasStalled) return;
    const { topic, group } = this.#options.consumer;
    const fields = { topic, group, partition, offset: state.position };
    if (isStalled) {
      const error = new ConsumerError('consumer-stalled', this.#sentence(partition, seen));
      this.#options.logger.error({ ...fields, error }, 'a consumer does not advance');
    } else this.#options.logger.info(fields, 'the consumer advances again');
  }

  #forget(partition: string): void {
    this.#seen.delete(partition);
    this.#options.metrics.remove(this.#labels(partition));
  }

  #sentence(partition: string, { position, waiting, sinceMs }: Seen): string {
    const { topic, group } = this.#options.consumer;
    const seconds = Math.round((this.#options.clock() - sinceMs) / 1_000);
    const since = `since ${toRfc3339(sinceMs)} (${formatDuration(seconds * 1_000)})`;
    if (partition === none)
      return `the consumer group ${group} of ${topic} has not been joined ${since}: the log says why`;
    return `the consumer of ${topic} (group ${group}) has stood at offset ${position} of partition ${partition} ${since}, while ${waiting} records wait: the log says why`;
  }

  #labels(partition: string): PartitionLabels {
    const { consumer } = this.#options;
    return { topic: consumer.topic, partition, group: groupLabel(consumer) };
  }
}
