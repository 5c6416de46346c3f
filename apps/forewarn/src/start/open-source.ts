import {
  ForewarnError,
  type Logger,
  retried,
  type SeriesSelector,
  systemClock,
  withDeadline,
} from '@forewarn/core';
import type { DataDirectory } from './data-directory.js';
import { type EmbeddedSource, liveSource, recordedSource } from './metric-source.js';
import { waitingNotice } from './waiting-notice.js';
import type { WantedPrometheus } from './wanted-prometheus.js';

const sourceTimeoutMs = 10_000;

/** Which source the user wants. */
export interface WantedSource {
  /** A live Prometheus; the bundled recording when absent. */
  readonly prometheus: WantedPrometheus | undefined;
  /** What to analyse; none is Forewarn's default. */
  readonly selectors: readonly SeriesSelector[];
}

/** What a source is opened with. */
interface SourceSurroundings {
  readonly directory: Pick<DataDirectory, 'replayFile'>;
  /** Prints a line for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly logger: Logger;
}

/**
 * The metric source that the user named, or the recording. A Prometheus that answers that it cannot answer yet is waited for; where nobody answers, or somebody
 * else, the address is more likely wrong.
 *
 * @throws {ForewarnError} `prometheus-unavailable`, `prometheus-timeout`, `prometheus-malformed`, `prometheus-rejected`, `prometheus-access-denied`, `cancelled`
 */
export async function openSource(
  { prometheus, selectors }: WantedSource,
  { directory, say, logger }: SourceSurroundings,
  signal: AbortSignal,
): Promise<EmbeddedSource> {
  if (prometheus === undefined) return recordedSource(directory.replayFile, systemClock, selectors);
  const metrics = liveSource(prometheus, selectors, logger);
  const notice = waitingNotice(metrics.description, say);
  const check = async () => {
    await checkInTime(metrics, signal);
    return true;
  };
  const answers = await retried(check, {
    backoff: { firstMs: 200, longestMs: 5_000 },
    signal,
    isWorthIt: saysNotNow,
    onFailure: notice.failed,
  });
  if (!answers) throw new ForewarnError('cancelled', `the wait for ${metrics.description} was cancelled`);
  notice.worked();
  return metrics;
}

/** Who is at the terminal mends a password sooner than it mends itself. */
const saysNotNow = ({ code, retryable, details }: ForewarnError): boolean =>
  retryable && typeof details.status === 'number' && code !== 'prometheus-access-denied';

function checkInTime({ source, description: what }: EmbeddedSource, signal: AbortSignal): Promise<void> {
  const timedOut = () =>
    new ForewarnError(
      'prometheus-timeout',
      `${what} does not answer within ${sourceTimeoutMs / 1_000} s: is the URL right?`,
    );
  return withDeadline({ what, timeoutMs: sourceTimeoutMs, timedOut, signal }, (ending) =>
    source.check({ signal: ending }),
  );
}
