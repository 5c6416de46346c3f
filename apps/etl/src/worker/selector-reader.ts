import type { AnalysisRequest } from '@forewarn/contracts';
import {
  ForewarnError,
  type Logger,
  type MetricSource,
  parseSelector,
  selectorOf,
  type TimeRange,
} from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import { mostSelectors } from '../source/most-selectors.js';
import { retryDelayMs } from '../source/retry-rounds.js';
import { type AnswerBySeries, bySeries, RangeReader } from './range-reader.js';

/** What reading needs. */
export interface SelectorReaderOptions {
  readonly source: MetricSource;
  readonly stepMs: number;
  /** From round to round. */
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** A selector whose series cannot be read together. */
interface Refusal {
  failures: number;
  /** The round in which it is tried again, by the end of its windows. */
  dueMs: number;
}

/**
 * Reads samples: of all series of a selector in one query, and where that fails of each series alone, so that a series which spoils the
 * common answer does not spoil its neighbours'. The common query is then tried again more and more seldom.
 */
export class SelectorReader {
  readonly #options: SelectorReaderOptions;
  readonly #ranges: RangeReader;
  readonly #refusals = new LRUCache<string, Refusal>({ max: mostSelectors });

  constructor(options: SelectorReaderOptions) {
    this.#options = options;
    this.#ranges = new RangeReader(options.source);
  }

  /**
   * Samples of the requested series alone.
   *
   * @throws {ForewarnError} of the metric source
   */
  async alone(request: AnalysisRequest, range: TimeRange, signal: AbortSignal): Promise<AnswerBySeries> {
    const { source, stepMs } = this.#options;
    return bySeries(await source.queryRange(selectorOf(request.series), range, stepMs, { signal }));
  }

  /**
   * Samples of all series of the request's selector, or where they cannot be read together of the requested series alone.
   *
   * @throws {ForewarnError} of the metric source; what the series' own query failed with, where that was asked
   */
  async together(request: AnalysisRequest, range: TimeRange, signal: AbortSignal): Promise<AnswerBySeries> {
    const { selector, windowEndMs } = request;
    const refusal = this.#refusals.get(selector);
    if (refusal && windowEndMs < refusal.dueMs) return this.alone(request, range, signal);
    try {
      const answer = await this.#ranges.read(parseSelector(selector), range, this.#options.stepMs, signal);
      this.#refusals.delete(selector);
      return answer;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (signal.aborted || error.kind === 'internal') throw error;
      const answer = await this.alone(request, range, signal);
      // Only now is it known that the source is there.
      this.#refuse(request, error);
      return answer;
    }
  }

  #refuse({ selector, windowEndMs }: AnalysisRequest, error: ForewarnError): void {
    const { intervalMs, logger } = this.#options;
    const known = this.#refusals.get(selector);
    // Several partitions meet the same failure of a round.
    if (known && windowEndMs < known.dueMs) return;
    const failures = (known?.failures ?? 0) + 1;
    this.#refusals.set(selector, { failures, dueMs: windowEndMs + retryDelayMs(failures, intervalMs) });
    const message = 'the series of a selector cannot be read together; they are read one by one for a while';
    if (failures === 1) logger.warn({ selector, error }, message);
    else logger.debug({ selector, error, failures }, message);
  }
}
