import {
  type BackoffOptions,
  type Clock,
  canonicalSeries,
  ForewarnError,
  formatSelector,
  retried,
  type SeriesSelector,
} from '@forewarn/core';
import type { EmbeddedSource } from './metric-source.js';
import { waitingNotice } from './waiting-notice.js';

/** Whom to ask, and whom to tell. */
export interface ExpectedSeriesOptions {
  readonly metrics: Pick<EmbeddedSource, 'source' | 'selectors' | 'description'>;
  readonly clock: Clock;
  /** Prints a line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** For tests. */
  readonly backoff?: BackoffOptions;
}

/** How far back Prometheus itself looks for the present value of a series. @source https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness */
const recentMs = 5 * 60_000;
/** Failures of a selector while the source answers others, behind which it is not waited for: one may still be of the time when nothing was answered. */
const mostFailuresAlone = 3;

/**
 * The series that the selectors find now, in their canonical form; none twice, though selectors overlap. While the source cannot answer at all it is waited for. What
 * a person would look for in vain is told: a selector that finds nothing, that the source does not take, or that it fails to answer while it answers others.
 */
export async function expectedSeries(
  { metrics, clock, say, backoff = { firstMs: 200, longestMs: 5_000 } }: ExpectedSeriesOptions,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const notice = waitingNotice(metrics.description, say);
  let isAnswering = false;
  const listed = async (selector: SeriesSelector): Promise<readonly string[]> => {
    const list = () => {
      const endMs = clock();
      return metrics.source.listSeries(selector, { startMs: endMs - recentMs, endMs }, { signal });
    };
    let failuresAlone = 0;
    const isWorthIt = ({ retryable }: ForewarnError) => {
      if (isAnswering) failuresAlone += 1;
      return retryable && failuresAlone < mostFailuresAlone;
    };
    const onFailure = (error: ForewarnError) => {
      if (!isAnswering) notice.failed(error);
    };
    const found = (await retried(list, { backoff, signal, isWorthIt, onFailure })) ?? [];
    if (signal.aborted) return [];
    isAnswering = true;
    notice.worked();
    if (found.length === 0) say(`forewarn: nothing was found for ${formatSelector(selector)} in the last 5m`);
    return found.map(canonicalSeries);
  };
  const lists = metrics.selectors.map((selector) =>
    listed(selector).catch((thrown) => {
      if (!signal.aborted)
        say(`forewarn: ${formatSelector(selector)} cannot be read: ${ForewarnError.from(thrown).message}`);
      return [];
    }),
  );
  return new Set((await Promise.all(lists)).flat());
}
