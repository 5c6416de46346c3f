import { ForewarnError } from '../errors/forewarn-error.js';
import { type Series, shownSeries } from '../series/series.js';

/** Samples of one series, oldest first. Times are epoch milliseconds; values are finite. */
export interface Samples {
  readonly series: Series;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** What each sample counts, such as the requests that a share is of, ≥ 0. Absent where all count alike. */
  readonly weights?: Float64Array;
}

/** What a metric source answered about a range of time. */
export interface RangeAnswer {
  /** One item a series that has samples there, in canonical order. */
  readonly samples: readonly Samples[];
  /**
   * Series with native histograms, in canonical order. Such a point has no single value and is left out; what numbers the series
   * has besides are among the samples.
   */
  readonly histograms: readonly Series[];
  /** What the source wants people to know, each remark once. */
  readonly warnings: readonly string[];
  /**
   * Whether the source says that something may be missing, because a store behind it did not answer. What is not here may come
   * later: a partial answer must not pass for the whole. A remark about the query alone makes no answer partial.
   */
  readonly isPartial: boolean;
}

/** The answer of a source that has no remarks. */
export const wholeAnswer = (samples: readonly Samples[]): RangeAnswer => ({
  samples,
  histograms: [],
  warnings: [],
  isPartial: false,
});

/** Why a series of {@link RangeAnswer.histograms} that has no samples is passed over. */
export function nativeHistogram(series: Series): ForewarnError {
  const name = shownSeries(series);
  return new ForewarnError(
    'native-histogram',
    `${name} consists of native histograms, which have no single value: record a quantile or the count of it as a metric of its own`,
    { details: { series: name } },
  );
}
