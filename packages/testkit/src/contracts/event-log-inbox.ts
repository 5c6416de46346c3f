import type { LogRecord, RecordBatch } from '@forewarn/core';

/** What a consumer under test has handled, with a way to wait until it is enough. */
export class EventLogInbox {
  /** Batches whose handling began, in that order. */
  readonly batches: RecordBatch[] = [];
  /** Partitions of this member, as it was last told; undefined until then. */
  assignment: readonly number[] | undefined;
  #changed: (() => void)[] = [];

  /** Takes a batch: pass it as `handle`, or call it from one. */
  readonly handle = async (batch: RecordBatch): Promise<void> => {
    this.batches.push(batch);
    this.#announce();
  };

  /** Pass it as `onAssignment`. */
  readonly onAssignment = (partitions: readonly number[]): void => {
    this.assignment = [...partitions].sort((a, b) => a - b);
    this.#announce();
  };

  /** All records of the batches, in the order in which they came. */
  get records(): LogRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  /** The records' values as text, in the order in which they came. */
  get texts(): string[] {
    return this.records.map(({ value }) => Buffer.from(value).toString());
  }

  /** Waits until the condition holds; looks at every batch and assignment. */
  async until(condition: (inbox: this) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => {
        this.#changed.push(resolve);
      });
    }
  }

  /** Waits until so many records have come. */
  untilRecords(count: number): Promise<void> {
    return this.until(({ records }) => records.length >= count);
  }

  #announce(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }
}
