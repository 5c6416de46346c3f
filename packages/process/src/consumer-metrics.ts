import type { ConsumeOptions } from '@forewarn/core';
import { Counter, Gauge, type Registry } from '@forewarn/telemetry';

/** The labels of what is told of a partition. */
export type PartitionLabels = Readonly<Record<'group' | 'topic' | 'partition', string>>;

/** Ephemeral groups have a new name each time, which would make a new series each time. */
export const groupLabel = ({ group, ephemeral }: Pick<ConsumeOptions, 'group' | 'ephemeral'>): string =>
  ephemeral ? 'ephemeral' : group;

/** What every consumer tells, whatever the app. */
export class ConsumerMetrics {
  readonly #waiting: Gauge<keyof PartitionLabels>;
  readonly #lastAdvance: Gauge<keyof PartitionLabels>;
  readonly #stalled: Gauge<keyof PartitionLabels>;
  readonly #unreadable: Counter<'group' | 'topic'>;

  constructor(registry: Registry) {
    const labelNames = ['group', 'topic', 'partition'] as const;
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `forewarn_consumer_${name}`, help, labelNames, registers: [registry] });
    this.#waiting = gauge('waiting_records', 'Records of a partition that wait to be handled');
    this.#lastAdvance = gauge(
      'last_advance_timestamp_seconds',
      'When a partition was last seen to advance, or to have no record waiting',
    );
    this.#stalled = gauge(
      'stalled',
      '1 where records wait and the partition has not advanced for KAFKA_STALL_AFTER; partition none: the group could not be joined',
    );
    this.#unreadable = new Counter({
      name: 'forewarn_consumer_unreadable_records_total',
      help: 'Records that the event log cannot read, such as those of a damaged batch, and that were passed over',
      labelNames: ['group', 'topic'],
      registers: [registry],
    });
  }

  /** Counts records that were passed over; none at first, since `increase()` cannot see a series that begins with what it counts. */
  countUnreadable({ group, topic }: Pick<PartitionLabels, 'group' | 'topic'>, records: number): void {
    this.#unreadable.inc({ group, topic }, records);
  }

  set(labels: PartitionLabels, state: { waiting: number; sinceMs: number; isStalled: boolean }): void {
    this.#waiting.set(labels, state.waiting);
    this.#lastAdvance.set(labels, state.sinceMs / 1_000);
    this.#stalled.set(labels, Number(state.isStalled));
  }

  remove(labels: PartitionLabels): void {
    for (const gauge of [this.#waiting, this.#lastAdvance, this.#stalled]) gauge.remove(labels);
  }
}
