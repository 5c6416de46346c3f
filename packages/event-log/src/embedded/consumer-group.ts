import type { StoredPartition } from './stored-topic.js';

/** A member of a group, as the group sees it. */
export interface GroupMember {
  /** Gives up the partitions that are not in the list. Their batches in hand may still be finishing. */
  revokeOthers(partitions: readonly StoredPartition[]): void;
  /** Takes the partitions: reads those that it did not have before. */
  assign(partitions: readonly StoredPartition[]): void;
}

/**
 * Members that share the partitions of one topic, as Kafka's round-robin assignor does it: partition n goes to
 * member n modulo the number of members, in the order in which they joined.
 */
export class ConsumerGroup {
  readonly #partitions: readonly StoredPartition[];
  readonly #members: GroupMember[] = [];
  readonly #busy = new Map<StoredPartition, Promise<void>>();
  #isRebalanceDue = false;

  constructor(partitions: readonly StoredPartition[]) {
    this.#partitions = partitions;
  }

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  join(member: GroupMember): void {
    this.#members.push(member);
    this.#rebalanceSoon();
  }

  leave(member: GroupMember): void {
    const at = this.#members.indexOf(member);
    if (at < 0) return;
    this.#members.splice(at, 1);
    this.#rebalanceSoon();
  }

  /**
   * Runs the reader of a partition when the one before it, which another member may have, has come to its end: so
   * that the group never handles two batches of a partition at once.
   */
  readAlone(partition: StoredPartition, read: () => Promise<void>): Promise<void> {
    const finished = (this.#busy.get(partition) ?? Promise.resolve()).then(read);
    this.#busy.set(partition, finished);
    return finished;
  }

  /** Members that come and go in one turn of the event loop cause one rebalance. */
  #rebalanceSoon(): void {
    if (this.#isRebalanceDue) return;
    this.#isRebalanceDue = true;
    setImmediate(() => {
      this.#isRebalanceDue = false;
      this.#rebalance();
    });
  }

  #rebalance(): void {
    const members = [...this.#members];
    const shares = members.map((_, rank) =>
      this.#partitions.filter(({ number }) => number % members.length === rank),
    );
    // Everybody gives up before anybody takes.
    for (const [rank, member] of members.entries()) member.revokeOthers(shares[rank] ?? []);
    for (const [rank, member] of members.entries()) member.assign(shares[rank] ?? []);
  }
}
