import { type Consumption, ForewarnError, type PartitionProgress } from '@forewarn/core';
import { Settlement } from '../settlement.js';
import type { ConsumerGroup, GroupMember } from './consumer-group.js';
import { PartitionReader, type ReaderContext } from './partition-reader.js';
import type { StoredPartition } from './stored-topic.js';

/** A member of a consumer group, and its readers: one for each partition that it has. */
export class EmbeddedConsumption implements Consumption, GroupMember {
  readonly #group: ConsumerGroup;
  readonly #context: ReaderContext;
  readonly #readers = new Map<StoredPartition, PartitionReader>();
  readonly #finishing = new Set<Promise<void>>();
  readonly #settlement = new Settlement();
  #stopping: Promise<void> | undefined;
  #isAssigned = false;

  constructor(group: ConsumerGroup, context: ReaderContext) {
    this.#group = group;
    this.#context = context;
    group.join(this);
  }

  get ended(): Promise<void> {
    return this.#settlement.promise;
  }

  async progress(): Promise<readonly PartitionProgress[] | undefined> {
    return this.#isAssigned ? [...this.#readers.values()].map((reader) => reader.progress) : undefined;
  }

  stop(): Promise<void> {
    return this.#stop(this.#settlement.resolve);
  }

  revokeOthers(partitions: readonly StoredPartition[]): void {
    for (const [partition, reader] of this.#readers) {
      if (partitions.includes(partition)) continue;
      this.#readers.delete(partition);
      reader.revoke();
    }
  }

  assign(partitions: readonly StoredPartition[]): void {
    if (this.#stopping) return;
    this.#isAssigned = true;
    for (const partition of partitions) {
      if (!this.#readers.has(partition)) this.#read(partition);
    }
    try {
      this.#context.options.onAssignment?.(partitions.map(({ number }) => number));
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #read(partition: StoredPartition): void {
    const reader = new PartitionReader(this.#context, partition);
    this.#readers.set(partition, reader);
    // Never rejects, so that whoever reads the partition next can simply wait for it.
    const finished = this.#group.readAlone(partition, () =>
      reader.read().catch((error) => this.#fail(error)),
    );
    this.#finishing.add(finished);
    void finished.then(() => this.#finishing.delete(finished));
  }

  #fail(thrown: unknown): void {
    const error = ForewarnError.from(thrown);
    const { topic, group } = this.#context.options;
    this.#context.logger.error(
      { topic, group, error },
      `the consumption of ${topic} has ended with an error`,
    );
    void this.#stop(() => this.#settlement.reject(error));
  }

  #stop(settle: () => void): Promise<void> {
    this.#stopping ??= this.#windDown().then(settle);
    return this.#stopping;
  }

  async #windDown(): Promise<void> {
    this.revokeOthers([]);
    await Promise.all(this.#finishing);
    this.#group.leave(this);
  }
}
