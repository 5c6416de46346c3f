import type { Series } from '@forewarn/core';

/** One series of a recording. */
export interface RecordedSeries {
  readonly series: Series;
  /** As many as every other series of the recording has, oldest first, finite. */
  readonly values: Float64Array;
}

/** What a Prometheus answered to an expression while it scraped the recorded series. */
export interface RecordedExpression {
  /** PromQL, as one writes it for the replay: its durations are as long as those of the replay. */
  readonly expression: string;
  /** In canonical order; the name of each is that of all results of expressions. */
  readonly series: readonly RecordedSeries[];
}

/** Something done on purpose to the recorded machine while these samples were taken (indices from 0, both included). */
export interface RecordedFault {
  /** `memleak`, `cpu`, `disk`. */
  readonly kind: string;
  readonly firstSample: number;
  readonly lastSample: number;
}

/** Series that were sampled together at regular intervals. */
export interface Recording {
  /** In canonical order, at least one. */
  readonly series: readonly RecordedSeries[];
  readonly expressions: readonly RecordedExpression[];
  /** Milliseconds between samples. */
  readonly stepMs: number;
  /** Samples of each series, ≥ 1. */
  readonly sampleCount: number;
  /** Empty when none are known. */
  readonly faults: readonly RecordedFault[];
}
