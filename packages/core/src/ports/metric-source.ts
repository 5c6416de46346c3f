import type { SeriesSelector } from '../series/label-matcher.js';
import type { Series } from '../series/series.js';
import type { TimeRange } from '../time/time-range.js';
import type { CallOptions } from './call-options.js';
import type { RangeAnswer } from './range-answer.js';

/** The metric of what an expression comes to, which has no name that all agree on. */
export const expressionMetric = 'forewarn_indicator';

/** Whether a metric only ever grows between resets; `unknown` where the source does not say. */
export type MetricType = 'counter' | 'gauge' | 'unknown';

/**
 * Where metrics come from: a Prometheus, or a recording.
 *
 * Non-finite samples (NaN, ±Inf, stale markers) are left out. Failures are `ForewarnError`s:
 * `prometheus-unavailable`, `prometheus-timeout`, `prometheus-rejected`, `prometheus-malformed`.
 */
export interface MetricSource {
  /**
   * The series that match and have a sample in the range, in canonical order. A source that asks an index may also name
   * some whose samples end shortly before the range or begin shortly after it.
   */
  listSeries(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<readonly Series[]>;

  /**
   * The value of every matching series at `startMs`, `startMs + stepMs`, … up to `endMs` (both included): at each
   * point the newest sample of the five minutes before, as Prometheus' range queries have it; nothing where there is none.
   * Fetched in chunks under the source's limit of points.
   */
  queryRange(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<RangeAnswer>;

  /**
   * What a PromQL expression comes to at `startMs`, `startMs + stepMs`, … up to `endMs` (both included), fetched in chunks. The series
   * are called {@link expressionMetric}, whatever name the expression leaves them, and told apart by their labels.
   *
   * A source that evaluates no PromQL rejects with `prometheus-rejected`, as Prometheus does where the expression is wrong.
   */
  queryExpression(
    expression: string,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<RangeAnswer>;

  /** The samples as they were scraped, with startMs ≤ time ≤ endMs. */
  rawSamples(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<RangeAnswer>;

  /**
   * What kind of metric this is, as its exporter declares it: a hint, `unknown` where the source has no such declarations or
   * refuses them. An answer may be ten minutes old.
   */
  metricType(metric: string, options?: CallOptions): Promise<MetricType>;

  /** Resolves when the source answers; rejects with the reason when it does not. */
  check(options?: CallOptions): Promise<void>;
}
