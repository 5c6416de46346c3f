import { ForewarnError, isRecordFaultKind, type MetricSource, withDeadline } from '@forewarn/core';

/** Longest wait for the answer to the smallest of questions. */
const longestWaitMs = 5_000;
/** An answer this young speaks for the present. */
const freshMs = 1_000;

/**
 * Tells a source that is away from one that fails a single query: whatever the failure looks like, a source that answers the
 * smallest of questions is there. Were each failure taken for an outage, a series whose query always fails would hold up all others.
 */
export class SourceProbe {
  readonly #source: Pick<MetricSource, 'check'>;
  readonly #now: () => number;
  #answeredMs = Number.NEGATIVE_INFINITY;

  /** @param now  milliseconds, for tests. Default: a clock that nobody sets */
  constructor(source: Pick<MetricSource, 'check'>, now: () => number = () => performance.now()) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * Whether a failure is that of the query, so that others may succeed and this one is best left alone for a while.
   *
   * @param error   what the query failed with
   * @param signal  ends the question
   * @returns       false when the source is away, when there is a defect, or when nobody wants the answer any more
   */
  async isFaultOfQuery({ kind, retryable }: ForewarnError, signal: AbortSignal): Promise<boolean> {
    if (isRecordFaultKind(kind)) return true;
    // A source that is away fails so, and so may one query of a source that is well.
    return retryable && !signal.aborted && (await this.#answers(signal));
  }

  async #answers(signal: AbortSignal): Promise<boolean> {
    if (this.#now() - this.#answeredMs < freshMs) return true;
    const timedOut = () => new ForewarnError('prometheus-timeout', 'the metric source does not answer');
    const deadline = {
      what: 'the question to the metric source',
      timeoutMs: longestWaitMs,
      timedOut,
      signal,
    };
    try {
      await withDeadline(deadline, (ending) => this.#source.check({ signal: ending }));
      this.#answeredMs = this.#now();
      return true;
    } catch {
      return false;
    }
  }
}
