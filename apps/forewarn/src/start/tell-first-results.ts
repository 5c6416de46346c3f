import { systemClock } from '@forewarn/core';
import type { EmbeddedAddresses } from './embedded-services.js';
import { type ExpectedSeriesOptions, expectedSeries } from './expected-series.js';
import { type FirstResultsReader, firstResults } from './first-results.js';
import type { EmbeddedSource } from './metric-source.js';
import { type DefinitionReader, watchedSeries } from './watched-series.js';
import { type StartSummary, whereEverythingIs } from './where-everything-is.js';

/** Behind it the next round is due: what comes later is on the page. */
const firstResultsTimeoutMs = 60_000;

/** What runs, and whom to tell. */
export interface FirstResults
  extends Pick<ExpectedSeriesOptions, 'say'>,
    Pick<StartSummary, 'directory' | 'listening' | 'isGuarded'> {
  readonly metrics: EmbeddedSource;
  readonly reader: FirstResultsReader & DefinitionReader;
  readonly addresses: EmbeddedAddresses;
}

/** Tells how far the first round is, what keeps it, and in the end where everything is. */
export async function tellFirstResults(
  { metrics, reader, addresses, listening, isGuarded, directory, say }: FirstResults,
  signal: AbortSignal,
): Promise<void> {
  const clock = systemClock;
  const watched = await watchedSeries(metrics, reader, { signal });
  const series = await expectedSeries({ metrics: watched, clock, say }, signal);
  const round = await firstResults(
    {
      reader,
      series,
      nowMs: clock(),
      startedMs: performance.timeOrigin,
      timeoutMs: firstResultsTimeoutMs,
      onProgress: ({ stored, expected }) => say(`forewarn: analysed ${stored} of ${expected} series`),
    },
    signal,
  );
  if (signal.aborted) return;
  // Since the process began: what the user has waited.
  const tookMs = performance.now();
  say(whereEverythingIs({ addresses, listening, isGuarded, directory, metrics, round, tookMs }));
}
