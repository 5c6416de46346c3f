import type { CallOptions, ConsumerPosition, WriteOutcome } from '@forewarn/core';
import type { Analysis } from '../analysis.js';

/** Analyses read from consecutive offsets of one partition. */
export interface AnalysisBatch {
  readonly position: ConsumerPosition;
  /** The analyses with their offsets, ascending. Offsets without an analysis (dead letters) may be absent. */
  readonly analyses: readonly { readonly offset: number; readonly analysis: Analysis }[];
  /** The offset to read next once the batch is written. */
  readonly nextOffset: number;
}

/** The writing side of the store. */
export interface AnalysisWriter {
  /**
   * Writes the analyses and the offset in one transaction: all or nothing. Locks the position first and skips what is
   * below the stored offset, so that overlapping consumers cannot both write. Rows are keyed by series and window end, so that
   * writing an analysis again changes nothing; of a series' decomposition, Hodrick–Prescott parts and autocorrelation only those of
   * the newest window are kept.
   */
  writeBatch(batch: AnalysisBatch, options?: CallOptions): Promise<WriteOutcome>;

  /** The offset to read next, or undefined when nothing of the partition was ever written. */
  nextOffset(position: ConsumerPosition, options?: CallOptions): Promise<number | undefined>;

  /** Sets the offset to read next, for a topic that was made anew. */
  resetOffset(position: ConsumerPosition, nextOffset: number, options?: CallOptions): Promise<void>;

  /** Deletes history (not the newest analysis of a series) with a window end before `beforeMs`, in bounded steps; returns the rows deleted. */
  prune(beforeMs: number, options?: CallOptions): Promise<number>;
}
