import {
  type CallOptions,
  type ConsumerPosition,
  ForewarnError,
  type TopicBatch,
  type TopicStore,
  type WriteOutcome,
} from '@forewarn/core';

/** A topic store on a real one that can be made to fail, and to refuse values. */
export class UnreliableStore<T> implements TopicStore<T> {
  /** What every write rejects with, until it is taken away. */
  writeFailure: ForewarnError | undefined;
  /** What asking for an offset rejects with, until it is taken away. */
  readFailure: ForewarnError | undefined;
  /** Whether a value is refused for good, with the whole batch that holds it. */
  refuses: (value: T) => boolean = () => false;
  /** Stands for a defect of the row writer that some values bring about: throws it. Every write that holds such a value meets it. */
  trip: (value: T) => void = () => {};
  readonly #store: TopicStore<T>;

  constructor(store: TopicStore<T>) {
    this.#store = store;
  }

  async writeBatch(batch: TopicBatch<T>, options?: CallOptions): Promise<WriteOutcome> {
    if (this.writeFailure) throw this.writeFailure;
    const stored = (await this.#store.nextOffset(batch.position)) ?? 0;
    // As a real one: what was written before is skipped before anybody looks at it.
    const fresh = batch.items.filter(({ offset }) => offset >= stored);
    if (fresh.some(({ value }) => this.refuses(value)))
      throw new ForewarnError('store-rejected', 'the database refused a value that is out of range');
    for (const { value } of fresh) this.trip(value);
    return this.#store.writeBatch(batch, options);
  }

  async nextOffset(position: ConsumerPosition, options?: CallOptions): Promise<number | undefined> {
    if (this.readFailure) throw this.readFailure;
    return this.#store.nextOffset(position, options);
  }

  resetOffset(position: ConsumerPosition, nextOffset: number, options?: CallOptions): Promise<void> {
    return this.#store.resetOffset(position, nextOffset, options);
  }

  prune(beforeMs: number, options?: CallOptions): Promise<number> {
    return this.#store.prune(beforeMs, options);
  }
}
