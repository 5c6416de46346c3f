import { setTimeout as delay } from 'node:timers/promises';
import type { AnalysisReader } from '@forewarn/analysis';
import { alignDown, type MetricSource, type SeriesSelector } from '@forewarn/core';

const minuteMs = 60_000;
const pollMs = 100;

/** How far the first round is. */
export interface RoundProgress {
  readonly stored: number;
  readonly expected: number;
}

/** What to wait for. */
export interface FirstResultsOptions {
  readonly reader: AnalysisReader;
  readonly source: MetricSource;
  readonly selectors: readonly SeriesSelector[];
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
  const { reader, source, selectors, nowMs, timeoutMs, onProgress } = options;
  const range = { startMs: nowMs - 5 * minuteMs, endMs: nowMs };
  const lists = await Promise.all(
    selectors.map((selector) => source.listSeries(selector, range, { signal })),
  );
  const expected = lists.flat().length;
  const oldestMs = alignDown(nowMs, minuteMs) - 2 * minuteMs;
  let stored = 0;
  for (const startedMs = performance.now(); performance.now() - startedMs < timeoutMs && !signal.aborted; ) {
    const page = await reader.listSeries({}, { limit: Math.max(1, expected) });
    const recent = page.items.filter(({ window }) => window.endMs >= oldestMs).length;
    if (recent !== stored) onProgress({ stored: recent, expected });
    stored = recent;
    if (stored >= expected) break;
    await delay(pollMs, undefined, { signal }).catch(() => {});
  }
  return { stored, expected };
}
