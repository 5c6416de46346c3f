import {
  type CallOptions,
  canonicalSeries,
  formatSelector,
  type MetricSource,
  type Samples,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';

const rememberedAnswers = 16;

/** Samples by canonical series. */
export type SamplesBySeries = ReadonlyMap<string, Samples>;

/**
 * Range queries, asked once for all partitions of a round: the workers of several partitions want the same new
 * points of the same selector at the same time. Only the newest few answers are kept, failed ones not at all.
 */
export class RangeReader {
  readonly #source: MetricSource;
  readonly #answers = new Map<string, Promise<SamplesBySeries>>();

  constructor(source: MetricSource) {
    this.#source = source;
  }

  /** The grid points of every series that matches. */
  read(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options: CallOptions,
  ): Promise<SamplesBySeries> {
    const key = `${formatSelector(selector)} ${range.startMs} ${range.endMs} ${stepMs}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = this.#ask(selector, range, stepMs, options);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= rememberedAnswers) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }

  async #ask(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    options: CallOptions,
  ): Promise<SamplesBySeries> {
    const samples = await this.#source.queryRange(selector, range, stepMs, options);
    return new Map(samples.map((one) => [canonicalSeries(one.series), one]));
  }
}
