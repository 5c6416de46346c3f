import {
  type CallOptions,
  canonicalSeries,
  compileMatchers,
  expressionMetric,
  ForewarnError,
  formatSelector,
  type MetricSource,
  type MetricType,
  parseSelector,
  type RangeAnswer,
  type Samples,
  type Series,
  type SeriesSelector,
  type TimeRange,
  wholeAnswer,
} from '@forewarn/core';

/** A query for samples as it was asked. */
export interface AskedRange {
  readonly selector: string;
  readonly range: TimeRange;
}

/** The value of a series at a time; NaN where it has no sample. */
export type ValueAt = (timeMs: number) => number;

/** Raw samples, by time. */
export type RawSamples = readonly (readonly [timeMs: number, value: number])[];

interface FakeSeries {
  readonly series: Series;
  /** @param stepMs  distance of the samples of a series that is a function of time */
  samplesIn(range: TimeRange, stepMs: number): RawSamples;
}

const rawStepMs = 60_000;

/**
 * A metric source over series that are functions of time, or samples. Remembers what it was asked; can be made to fail or
 * to wait.
 */
export class FakeMetricSource implements MetricSource {
  readonly asked: AskedRange[] = [];
  /** What every call rejects with, until it is taken away. */
  failure: ForewarnError | undefined;
  /** What every answer about a range says about itself, until it is taken away. */
  remarks: Partial<Omit<RangeAnswer, 'samples'>> = {};
  /** What every query for samples waits for. */
  gate: Promise<void> | undefined;
  readonly types = new Map<string, MetricType>();
  /** The selectors that expressions stand for; all other expressions are refused. */
  readonly expressions = new Map<string, string>();
  readonly #series = new Map<string, FakeSeries>();
  readonly #otherType: MetricType;

  /** @param otherType  of metrics that are not in `types` */
  constructor(otherType: MetricType = 'unknown') {
    this.#otherType = otherType;
  }

  /** Adds a series, or replaces it. */
  add(series: Series, source: ValueAt | RawSamples): this {
    const samplesIn = typeof source === 'function' ? sampled(source) : within(source);
    this.#series.set(canonicalSeries(series), { series, samplesIn });
    return this;
  }

  async listSeries(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<Series[]> {
    this.#answer(options);
    return this.#samples(selector, range, rawStepMs).map(({ series }) => series);
  }

  async queryRange(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<RangeAnswer> {
    this.asked.push({ selector: formatSelector(selector), range });
    await this.gate;
    this.#answer(options);
    return { ...wholeAnswer(this.#samples(selector, range, stepMs)), ...this.remarks };
  }

  /** Expressions that are known are selectors, whose series then have the name of what expressions come to. */
  async queryExpression(
    expression: string,
    range: TimeRange,
    stepMs: number,
    options?: CallOptions,
  ): Promise<RangeAnswer> {
    const selector = this.expressions.get(expression);
    if (selector === undefined) {
      this.#answer(options);
      throw new ForewarnError('prometheus-rejected', `bad_data: 1:1: parse error: ${expression}`);
    }
    const answer = await this.queryRange(parseSelector(selector), range, stepMs, options);
    const samples = answer.samples.map((one) => ({
      ...one,
      series: { metric: expressionMetric, labels: one.series.labels },
    }));
    return { ...answer, samples };
  }

  rawSamples(selector: SeriesSelector, range: TimeRange, options?: CallOptions): Promise<RangeAnswer> {
    return this.queryRange(selector, range, rawStepMs, options);
  }

  async metricType(metric: string, options?: CallOptions): Promise<MetricType> {
    this.#answer(options);
    return this.types.get(metric) ?? this.#otherType;
  }

  async check(options?: CallOptions): Promise<void> {
    this.#answer(options);
  }

  #answer(options: CallOptions | undefined): void {
    options?.signal?.throwIfAborted();
    if (this.failure) throw this.failure;
  }

  /** Of the series that are selected and have samples in the range, in canonical order. */
  #samples({ metric, matchers }: SeriesSelector, range: TimeRange, stepMs: number): Samples[] {
    const matches = compileMatchers(matchers);
    return [...this.#series.entries()]
      .filter(([, { series }]) => series.metric === metric && matches(series.labels))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { series, samplesIn }]) => ({ series, samples: samplesIn(range, stepMs) }))
      .filter(({ samples }) => samples.length > 0)
      .map(({ series, samples }) => ({
        series,
        timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
        values: Float64Array.from(samples, ([, value]) => value),
      }));
  }
}

const sampled =
  (valueAt: ValueAt): FakeSeries['samplesIn'] =>
  ({ startMs, endMs }, stepMs) => {
    const samples: [number, number][] = [];
    for (let ms = startMs; ms <= endMs; ms += stepMs) {
      const value = valueAt(ms);
      if (!Number.isNaN(value)) samples.push([ms, value]);
    }
    return samples;
  };

const within =
  (samples: RawSamples): FakeSeries['samplesIn'] =>
  ({ startMs, endMs }) =>
    samples.filter(([timeMs]) => timeMs >= startMs && timeMs <= endMs);
