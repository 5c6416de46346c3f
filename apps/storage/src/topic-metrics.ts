import type { StorageMetrics } from './storage-metrics.js';

/** What became of a record. */
export type RecordOutcome = 'written' | 'skipped' | 'dead-letter';

const outcomes: readonly RecordOutcome[] = ['written', 'skipped', 'dead-letter'];

/** The metrics of one topic: series with its name in the label `topic`, or without that label. */
export class TopicMetrics {
  readonly #families: StorageMetrics;
  readonly #labels: { readonly topic?: string };
  readonly #partitions = new Set<number>();

  /**
   * Counters begin at zero, since `increase()` cannot see the first step of a series that begins with it.
   *
   * @param topic  absent: the series do not name it
   */
  constructor(families: StorageMetrics, topic?: string) {
    this.#families = families;
    this.#labels = topic === undefined ? {} : { topic };
    for (const outcome of outcomes) this.count(outcome, 0);
    families.batchSeconds.zero(this.#labels);
    families.batchFailures.inc(this.#labels, 0);
    families.pruned.inc(this.#labels, 0);
  }

  /** Counts records that were handled. */
  count(outcome: RecordOutcome, records = 1): void {
    this.#families.analyses.inc({ ...this.#labels, outcome }, records);
  }

  /** Tells how many records of a partition are not stored yet. */
  setLag(partition: number, records: number): void {
    this.#partitions.add(partition);
    this.#families.lag.set({ ...this.#labels, partition }, records);
  }

  /** Tells the newest window end in the batch that was stored last. */
  setNewestWindow(partition: number, endMs: number): void {
    this.#partitions.add(partition);
    this.#families.newestWindow.set({ ...this.#labels, partition }, endMs / 1000);
  }

  /** Takes the time of a batch that was stored. */
  observeBatch(ms: number): void {
    this.#families.batchSeconds.observe(this.#labels, ms / 1000);
  }

  /** Counts an attempt to store a batch that failed. */
  countFailure(): void {
    this.#families.batchFailures.inc(this.#labels);
  }

  /** Counts rows of history that were deleted. */
  countPruned(rows: number): void {
    this.#families.pruned.inc(this.#labels, rows);
  }

  /** Says no more of the partitions that were told of, as others may have them now. */
  forgetPartitions(): void {
    for (const partition of this.#partitions) {
      this.#families.lag.remove({ ...this.#labels, partition });
      this.#families.newestWindow.remove({ ...this.#labels, partition });
    }
    this.#partitions.clear();
  }
}
