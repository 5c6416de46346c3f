import type { AnalysisReader } from '@forewarn/analysis';
import { alignDown, canonicalSeries, pause } from '@forewarn/core';

const minuteMs = 60_000;
const pollMs = 100;
const pageSize = 1_000;

/** How far the first round is. */
export interface RoundProgress {
  readonly stored: number;
  readonly expected: number;
}

/** What to wait for. */
export interface FirstResultsOptions {
  readonly reader: Pick<AnalysisReader, 'listSeries'>;
  /** Canonical forms of the series that are expected. */
  readonly series: ReadonlySet<string>;
  readonly nowMs: number;
  /** Longest wait, so that a slow source does not keep the addresses from being printed. */
  readonly timeoutMs: number;
  readonly onProgress: (progress: RoundProgress) => void;
}

/** Waits until every series has a stored analysis of a recent window, or the time is up. */
export async function firstResults(
  options: FirstResultsOptions,
  signal: AbortSignal,
): Promise<RoundProgress> {
  const { series, nowMs, timeoutMs, onProgress } = options;
  const expected = series.size;
  const oldestMs = alignDown(nowMs, minuteMs) - 2 * minuteMs;
  let stored = 0;
  for (const startedMs = performance.now(); performance.now() - startedMs < timeoutMs && !signal.aborted; ) {
    const recent = await recentlyStored(options, oldestMs);
    if (recent !== stored) onProgress({ stored: recent, expected });
    stored = recent;
    if (stored >= expected) break;
    await pause(pollMs, signal);
  }
  return { stored, expected };
}

/** How many of the series are stored with a window that ends at `oldestMs` or later. The store may hold many others, of earlier starts. */
async function recentlyStored(
  { reader, series }: Pick<FirstResultsOptions, 'reader' | 'series'>,
  oldestMs: number,
): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const page = await reader.listSeries({}, { limit: pageSize, ...(after !== undefined && { after }) });
    for (const { series: one, window } of page.items)
      if (window.endMs >= oldestMs && series.has(canonicalSeries(one))) count += 1;
    after = page.next;
  } while (after !== undefined);
  return count;
}
