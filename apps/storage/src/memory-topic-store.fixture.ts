import {
  type ConsumerPosition,
  type DatabaseSchema,
  ForewarnError,
  type TopicBatch,
  type TopicStore,
  type WriteOutcome,
} from '@forewarn/core';

/** What a row is made of: writing one of the same key again with other content is a conflict. */
export interface StoredRow {
  readonly key: string;
  readonly timeMs: number;
}

const keyOf = ({ group, topic, partition }: ConsumerPosition): string => `${group}/${topic}/${partition}`;

/** Rows and offsets in memory, written together or not at all; it can be made to fail once a write has had its effect. */
export class MemoryTopicStore<T extends StoredRow> implements TopicStore<T>, DatabaseSchema {
  rows = new Map<string, T>();
  /** Keys of the values that were written and not skipped, in order. */
  readonly writes: string[] = [];
  readonly prunedBeforeMs: number[] = [];
  /** What the next write rejects with although it had its effect, as if its caller never heard of it. */
  lostAnswer: ForewarnError | undefined;
  readonly #offsets = new Map<string, number>();

  async migrate(): Promise<void> {}

  async check(): Promise<void> {}

  async writeBatch({ position, items, nextOffset }: TopicBatch<T>): Promise<WriteOutcome> {
    const stored = this.#offsets.get(keyOf(position)) ?? 0;
    const fresh = items.filter(({ offset }) => offset >= stored).map(({ value }) => value);
    const rows = new Map(this.rows);
    for (const value of fresh) put(rows, value);
    this.rows = rows;
    this.writes.push(...fresh.map(({ key }) => key));
    this.#offsets.set(keyOf(position), Math.max(stored, nextOffset));
    const { lostAnswer } = this;
    this.lostAnswer = undefined;
    if (lostAnswer) throw lostAnswer;
    return { written: fresh.length, skipped: items.length - fresh.length };
  }

  async nextOffset(position: ConsumerPosition): Promise<number | undefined> {
    return this.#offsets.get(keyOf(position));
  }

  async resetOffset(position: ConsumerPosition, nextOffset: number): Promise<void> {
    this.#offsets.set(keyOf(position), nextOffset);
  }

  async prune(beforeMs: number): Promise<number> {
    this.prunedBeforeMs.push(beforeMs);
    const old = [...this.rows.values()].filter(({ timeMs }) => timeMs < beforeMs);
    for (const { key } of old) this.rows.delete(key);
    return old.length;
  }
}

/** @throws {ForewarnError} of kind `conflict` where the key has other content; the same content is already done */
function put<T extends StoredRow>(rows: Map<string, T>, value: T): void {
  const present = rows.get(value.key);
  if (present && JSON.stringify(present) !== JSON.stringify(value))
    throw new ForewarnError(
      { code: 'row-exists', kind: 'conflict', meaning: 'Another row has that key.' },
      `row ${value.key} exists with other content`,
    );
  rows.set(value.key, value);
}
