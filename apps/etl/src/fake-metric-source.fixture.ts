import {
  type CallOptions,
  canonicalSeries,
  compileMatchers,
  type ForewarnError,
  formatSelector,
  type MetricSource,
  type MetricType,
  type Samples,
  type Series,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';

/** A range query as it was asked. */
export interface AskedRange extends TimeRange {
  readonly selector: string;
}

/** The value of a series at a time; NaN where it has no sample. */
export type ValueAt = (timeMs: number) => number;

/** A metric source over series that are functions of time. Remembers what it was asked; can be made to fail or to wait. */
export class FakeMetricSource implements MetricSource {
  readonly asked: AskedRange[] = [];
  /** What every call rejects with, until it is taken away. */
  failure: ForewarnError | undefined;
  /** What every range query waits for. */
  gate: Promise<void> | undefined;
  readonly types = new Map<string, MetricType>();
  readonly #series = new Map<string, { readonly series: Series; readonly valueAt: ValueAt }>();

  /** Adds a series, or replaces it. */
  add(series: Series, valueAt: ValueAt): this {
    this.#series.set(canonicalSeries(series), { series, valueAt });
    return this;
  }

  async listSeries(selector: SeriesSelector, _range: TimeRange, options?: CallOptions): Promise<Series[]> {
    this.#answer(options);
    return this.#matching(selector).map(({ series }) => series);
  }

  async queryRange(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<Samples[]> {
    this.asked.push({ selector: formatSelector(selector), ...range });
    await this.gate;
    this.#answer(options);
    const times: number[] = [];
    for (let ms = range.startMs; ms <= range.endMs; ms += stepMs) times.push(ms);
    return this.#matching(selector).map(({ series, valueAt }) => {
      const present = times.filter((ms) => !Number.isNaN(valueAt(ms)));
      return { series, timesMs: Float64Array.from(present), values: Float64Array.from(present, valueAt) };
    });
  }

  async rawSamples(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<Samples[]> {
    return this.queryRange(selector, range, 60_000, options);
  }

  async metricType(metric: string, options?: CallOptions): Promise<MetricType> {
    this.#answer(options);
    return this.types.get(metric) ?? 'unknown';
  }

  async check(options?: CallOptions): Promise<void> {
    this.#answer(options);
  }

  #answer(options: CallOptions | undefined): void {
    options?.signal?.throwIfAborted();
    if (this.failure) throw this.failure;
  }

  #matching({ metric, matchers }: SeriesSelector) {
    const matches = compileMatchers(matchers);
    return [...this.#series.entries()]
      .filter(([, { series }]) => series.metric === metric && matches(series.labels))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one);
  }
}
