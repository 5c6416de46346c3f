import {
  type CallOptions,
  type ForewarnError,
  formatSelector,
  type MetricType,
  type RangeAnswer,
  type Series,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';
import { FakeMetricSource } from '@forewarn/testkit';

/** A source that is well, but for some queries. */
export class PickySource extends FakeMetricSource {
  /** What queries for samples or series fail with, by their selectors. */
  readonly failing = new Map<string, ForewarnError>();
  /** What questions for types fail with, by metric. */
  readonly typeFailing = new Map<string, ForewarnError>();
  /** Answers about times before this are partial, in epoch milliseconds. */
  partialFrom: number | undefined;

  override async listSeries(
    selector: SeriesSelector,
    range: TimeRange,
    options?: CallOptions,
  ): Promise<Series[]> {
    this.#complain(selector);
    return super.listSeries(selector, range, options);
  }

  override async queryRange(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<RangeAnswer> {
    const answer = await super.queryRange(selector, range, stepMs, options);
    this.#complain(selector);
    const isPartial = this.partialFrom !== undefined && range.startMs < this.partialFrom;
    return isPartial ? { ...answer, isPartial } : answer;
  }

  override async metricType(metric: string, options?: CallOptions): Promise<MetricType> {
    const failure = this.typeFailing.get(metric);
    if (failure) throw failure;
    return super.metricType(metric, options);
  }

  #complain(selector: SeriesSelector): void {
    const failure = this.failing.get(formatSelector(selector));
    if (failure) throw failure;
  }
}
