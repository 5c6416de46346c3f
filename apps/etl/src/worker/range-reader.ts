import {
  canonicalSeries,
  formatSelector,
  type MetricSource,
  type RangeAnswer,
  type Samples,
  type SeriesSelector,
  type TimeRange,
  within,
} from '@forewarn/core';

/** What a source answered about a range, by canonical series. */
export interface AnswerBySeries {
  readonly samples: ReadonlyMap<string, Samples>;
  /** Series with native histograms. */
  readonly histograms: ReadonlySet<string>;
  /** Whether something may be missing that the source has. */
  readonly isPartial: boolean;
}

/** Sorts an answer by series. */
export const bySeries = ({ samples, histograms, isPartial }: RangeAnswer): AnswerBySeries => ({
  samples: new Map(samples.map((one) => [canonicalSeries(one.series), one])),
  histograms: new Set(histograms.map(canonicalSeries)),
  isPartial,
});

/** A query and those who wait for it. */
interface Answer {
  readonly content: Promise<AnswerBySeries>;
  readonly query: AbortController;
  waiting: number;
  /** Numbers held; undefined until the answer has come. */
  size: number | undefined;
}

/** What the labels of one series weigh, in numbers of eight bytes. */
const labelsSize = 32;
/** Some 30 MB of numbers: the new points of 50,000 series. */
const defaultMostHeld = 2_000_000;

/**
 * Range queries, asked once for all partitions of a round: the workers of several partitions want the same new
 * points of the same selector at the same time. The answers used last are kept, up to a size; failed ones not at all.
 */
export class RangeReader {
  readonly #source: MetricSource;
  readonly #mostHeld: number;
  /** The one used last stands last. */
  readonly #answers = new Map<string, Answer>();

  /** @param mostHeld  answers of this size together are kept, in numbers of eight bytes */
  constructor(source: MetricSource, mostHeld = defaultMostHeld) {
    this.#source = source;
    this.#mostHeld = mostHeld;
  }

  /**
   * The grid points of every series that matches.
   *
   * @param signal  ends this wait; the query itself ends when all who wait for it have gone
   * @throws        {ForewarnError} of the metric source; `cancelled`
   */
  async read(
    selector: SeriesSelector,
    range: TimeRange,
    stepMs: number,
    signal: AbortSignal,
  ): Promise<AnswerBySeries> {
    const key = `${formatSelector(selector)} ${range.startMs} ${range.endMs} ${stepMs}`;
    const answer = this.#answers.get(key) ?? this.#ask(key, selector, range, stepMs);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    answer.waiting += 1;
    try {
      return await within(answer.content, { what: 'the wait for samples', signal });
    } finally {
      answer.waiting -= 1;
      if (answer.waiting === 0 && answer.size === undefined) {
        this.#forget(key, answer);
        answer.query.abort();
      }
    }
  }

  #ask(key: string, selector: SeriesSelector, range: TimeRange, stepMs: number): Answer {
    // A signal of its own: were it that of whoever asked first, losing one partition would fail the others.
    const query = new AbortController();
    const content = this.#source.queryRange(selector, range, stepMs, { signal: query.signal }).then(bySeries);
    const answer: Answer = { content, query, waiting: 0, size: undefined };
    content.then(
      (found) => {
        answer.size = sizeOf(found);
        this.#dropOldest();
      },
      () => this.#forget(key, answer),
    );
    return answer;
  }

  #forget(key: string, answer: Answer): void {
    if (this.#answers.get(key) === answer) this.#answers.delete(key);
  }

  #dropOldest(): void {
    let held = 0;
    for (const { size = 0 } of this.#answers.values()) held += size;
    for (const [key, { size = 0 }] of this.#answers) {
      if (held <= this.#mostHeld || this.#answers.size === 1) return;
      if (size === 0) continue;
      this.#answers.delete(key);
      held -= size;
    }
  }
}

function sizeOf({ samples }: AnswerBySeries): number {
  let size = 1;
  for (const { timesMs } of samples.values()) size += labelsSize + 2 * timesMs.length;
  return size;
}
