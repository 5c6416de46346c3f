import type {
  Aggregates,
  AnalysisQuery,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  Forecast,
  HodrickPrescott,
  StageOutcome,
  StoredResult,
  StoredSeries,
} from '@forewarn/analysis';
import type { CallOptions } from '@forewarn/core';

/** Columns together with the times of their rows. */
export type Timed<Columns> = Columns & {
  /** Epoch milliseconds, one per row. */
  readonly timesMs: Float64Array;
};

/** A stage's outcome of one series and window. */
export type StageResult<T> = StoredResult<StageOutcome<T>>;

/**
 * The stored analyses, as the retrieval service hands them out: one item per series and window, in the order of series.
 * Items arrive at the reader's pace; leaving the loop ends the call. Failures are `ForewarnError`s: `retrieval-unavailable`,
 * `invalid-request`, `cancelled`, `internal`.
 */
export interface Retrieval {
  series(query: AnalysisQuery, options?: CallOptions): AsyncIterable<StoredSeries>;
  dickeyFuller(query: AnalysisQuery, options?: CallOptions): AsyncIterable<StageResult<DickeyFuller>>;
  decomposition(
    query: AnalysisQuery,
    options?: CallOptions,
  ): AsyncIterable<StageResult<Timed<Decomposition>>>;
  hodrickPrescott(
    query: AnalysisQuery,
    options?: CallOptions,
  ): AsyncIterable<StageResult<Timed<HodrickPrescott>>>;
  autocorrelation(query: AnalysisQuery, options?: CallOptions): AsyncIterable<StageResult<Autocorrelation>>;
  aggregates(query: AnalysisQuery, options?: CallOptions): AsyncIterable<StageResult<Aggregates>>;
  forecasts(query: AnalysisQuery, options?: CallOptions): AsyncIterable<StageResult<Forecast>>;
  close(): void;
}
