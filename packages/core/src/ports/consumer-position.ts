/** A partition of a topic, as one consumer group reads it: what a stored offset belongs to. */
export interface ConsumerPosition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** What a write did: `skipped` items were below the stored offset, written before. */
export interface WriteOutcome {
  readonly written: number;
  readonly skipped: number;
}
