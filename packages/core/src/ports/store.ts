import type {
  Aggregates,
  Analysis,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  ExecutionTimes,
  Forecast,
  HodrickPrescott,
  Window,
} from '../analysis/analysis.js';
import type { StageOutcome } from '../analysis/stage.js';
import type { LabelMatcher } from '../series/label-matcher.js';
import type { Series } from '../series/series.js';
import type { Sla } from '../sla/sla.js';
import type { CallOptions } from './metric-source.js';

/** A partition of a topic, as one consumer group reads it: what a stored offset belongs to. */
export interface ConsumerPosition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** Analyses read from consecutive offsets of one partition. */
export interface AnalysisBatch {
  readonly position: ConsumerPosition;
  /** The analyses with their offsets, ascending. Offsets without an analysis (dead letters) may be absent. */
  readonly analyses: readonly { readonly offset: number; readonly analysis: Analysis }[];
  /** The offset to read next once the batch is written. */
  readonly nextOffset: number;
}

/** What a write did: `skipped` analyses were below the stored offset, written before. */
export interface WriteOutcome {
  readonly written: number;
  readonly skipped: number;
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

/** Where a page ended, opaque to callers. */
export type Cursor = string;

/** Which page: behind a cursor, at most `limit` items. */
export interface PageRequest extends CallOptions {
  readonly after?: Cursor;
  /** ≥ 1 */
  readonly limit: number;
}

/**
 * Items in the order of canonical series (bytes of UTF-8; of series that share the first 1000 bytes any fixed order), then
 * window end; `next` is absent on the last page.
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Cursor;
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

/** The SLAs. Names are unique. */
export interface SlaRepository {
  /** All, by name. */
  listSlas(options?: CallOptions): Promise<readonly Sla[]>;
  /** @throws {ForewarnError} `sla-not-found` */
  getSla(name: string, options?: CallOptions): Promise<Sla>;
  /** @throws {ForewarnError} `sla-exists` */
  createSla(sla: Sla, options?: CallOptions): Promise<void>;
  /** Replaces the SLA of the same name. @throws {ForewarnError} `sla-not-found` */
  replaceSla(sla: Sla, options?: CallOptions): Promise<void>;
  /** @throws {ForewarnError} `sla-not-found` */
  deleteSla(name: string, options?: CallOptions): Promise<void>;
}

/**
 * The SQL database behind Forewarn: MySQL or MariaDB, or a SQLite file.
 * Failures are `ForewarnError`s: `store-unavailable`, `store-rejected`, `store-access-denied`.
 */
export interface Store extends AnalysisWriter, AnalysisReader, SlaRepository {
  /** Applies the migrations that are missing. Idempotent; of several that start at once one applies, the others wait. @throws {ForewarnError} `migration-failed` */
  migrate(options?: CallOptions): Promise<void>;
  /** Resolves when the database answers and has this program's schema; rejects with the reason when not. */
  check(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}
