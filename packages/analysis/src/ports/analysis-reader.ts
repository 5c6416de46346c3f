import type { LabelMatcher, Page, PageRequest, Series } from '@forewarn/core';
import type {
  Aggregates,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  ExecutionTimes,
  Forecast,
  HodrickPrescott,
  Window,
} from '../analysis.js';
import type { StageOutcome } from '../stage.js';

/** Which stored results to read. Absent fields do not restrict. */
export interface AnalysisQuery {
  readonly metric?: string;
  readonly partition?: string;
  readonly matchers?: readonly LabelMatcher[];
  /**
   * Both ends included. For results of which a history is kept: window ends in this range; without a range the newest
   * analysis of each series. For decomposition and Hodrick–Prescott: the points in this range, the window's ends moved to
   * them, its counts left as they are. For the autocorrelation: the newest window's end. For series: the newest window overlaps.
   */
  readonly startMs?: number;
  readonly endMs?: number;
}

/** A series that was analysed at least once. */
export interface StoredSeries {
  readonly series: Series;
  readonly partition: string;
  /** The newest window that was stored. */
  readonly window: Window;
}

/** One stage's outcome for one series and window. */
export interface StoredResult<T> extends StoredSeries {
  readonly result: T;
}

/** The reading side of the store. Pages are found by key, never by offset. */
export interface AnalysisReader {
  listSeries(query: AnalysisQuery, page: PageRequest): Promise<Page<StoredSeries>>;
  listDickeyFuller(
    query: AnalysisQuery,
    page: PageRequest,
  ): Promise<Page<StoredResult<StageOutcome<DickeyFuller>>>>;
  listAutocorrelation(
    query: AnalysisQuery,
    page: PageRequest,
  ): Promise<Page<StoredResult<StageOutcome<Autocorrelation>>>>;
  listAggregates(
    query: AnalysisQuery,
    page: PageRequest,
  ): Promise<Page<StoredResult<StageOutcome<Aggregates>>>>;
  listForecasts(query: AnalysisQuery, page: PageRequest): Promise<Page<StoredResult<StageOutcome<Forecast>>>>;
  listExecutionTimes(query: AnalysisQuery, page: PageRequest): Promise<Page<StoredResult<ExecutionTimes>>>;
  /** Whole windows, or with a range their points in it and the window's ends moved to them; one item a series. */
  listHodrickPrescott(
    query: AnalysisQuery,
    page: PageRequest,
  ): Promise<Page<StoredResult<StageOutcome<HodrickPrescott>>>>;
  /** Whole windows, or with a range their points in it and the window's ends moved to them; one item a series. */
  listDecomposition(
    query: AnalysisQuery,
    page: PageRequest,
  ): Promise<Page<StoredResult<StageOutcome<Decomposition>>>>;
}
