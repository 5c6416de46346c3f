import type { AnalysisReader, SeriesProblem, SeriesProblemReader } from '@forewarn/analysis';
import { alignDown, canonicalSeries, pagesOf, pause } from '@forewarn/core';

const minuteMs = 60_000;
/** Soon enough for a person who watches. */
const pollMs = 100;
/** The most that the store reads at once. */
const pageSize = 1_000;

/** How far the first round is. */
interface RoundProgress {
  readonly stored: number;
  readonly expected: number;
}

/** A series that the first round passed over. */
export type PassedOver = Pick<SeriesProblem, 'name' | 'detail'>;

/** How the first round went. */
export interface FirstRound extends RoundProgress {
  readonly passedOver: readonly PassedOver[];
}

/** What tells of the results. */
export type FirstResultsReader = Pick<AnalysisReader & SeriesProblemReader, 'listSeries' | 'listProblems'>;

/** What to wait for. */
export interface FirstResultsOptions {
  readonly reader: FirstResultsReader;
  /** Canonical forms of the series that are expected. */
  readonly series: ReadonlySet<string>;
  readonly nowMs: number;
  /** When the process began: problems that were met last before are those of an earlier one. Epoch milliseconds. */
  readonly startedMs: number;
  /** Longest wait, so that a slow source does not keep the addresses from being printed. */
  readonly timeoutMs: number;
  readonly onProgress: (progress: RoundProgress) => void;
}

/** Waits until every series has a stored analysis of a recent window or was passed over, or the time is up. */
export async function firstResults(options: FirstResultsOptions, signal: AbortSignal): Promise<FirstRound> {
  const { series, nowMs, timeoutMs, onProgress } = options;
  const expected = series.size;
  const oldestMs = alignDown(nowMs, minuteMs) - 2 * minuteMs;
  let stored = 0;
  let passedOver: readonly PassedOver[] = [];
  for (const begunMs = performance.now(); performance.now() - begunMs < timeoutMs && !signal.aborted; ) {
    const recent = await recentlyStored(options, oldestMs);
    if (recent.size !== stored) onProgress({ stored: recent.size, expected });
    stored = recent.size;
    if (stored >= expected) return { stored, expected, passedOver: [] };
    passedOver = await passedOverSince(options, recent);
    if (stored + passedOver.length >= expected) break;
    await pause(pollMs, signal);
  }
  return { stored, expected, passedOver };
}

/** Which of the series are stored with a window that ends at `oldestMs` or later. The store may hold many others, of earlier starts. */
async function recentlyStored(
  { reader, series }: FirstResultsOptions,
  oldestMs: number,
): Promise<ReadonlySet<string>> {
  const recent = new Set<string>();
  for await (const items of pagesOf((page) => reader.listSeries({}, page), { limit: pageSize }))
    for (const { series: one, window } of items) {
      const name = canonicalSeries(one);
      if (window.endMs >= oldestMs && series.has(name)) recent.add(name);
    }
  return recent;
}

/** Which of the series failed in this process and are not stored. One that was answered in part is analysed: its result is on its way. */
async function passedOverSince(
  { reader, series, nowMs, startedMs }: FirstResultsOptions,
  recent: ReadonlySet<string>,
): Promise<readonly PassedOver[]> {
  const passedOver: PassedOver[] = [];
  for await (const items of pagesOf((page) => reader.listProblems({ nowMs }, page), { limit: pageSize }))
    for (const { kind, name, code, detail, lastSeenMs } of items) {
      const isOfThisStart = kind === 'series' && lastSeenMs >= startedMs && code !== 'partial-answer';
      if (isOfThisStart && series.has(name) && !recent.has(name)) passedOver.push({ name, detail });
    }
  return passedOver;
}
