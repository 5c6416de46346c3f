import type { AnalysisReader, ExecutionTimes } from '@forewarn/analysis';
import { timedStages } from '@forewarn/contracts/rest';
import {
  type CallOptions,
  canonicalSeries,
  type PageRequest,
  pagesOf,
  type SeriesSelector,
  type TimeRange,
} from '@forewarn/core';

/** How long a stage took over many analyses, milliseconds. */
export interface StageTimes {
  readonly stage: (typeof timedStages)[number];
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Execution times that were read, and whether that was all. */
export interface RecordedTimes {
  readonly times: readonly ExecutionTimes[];
  /** Whether reading stopped at the limit, so that the summary is of the first ones only. */
  readonly truncated: boolean;
}

const pageSize = 1_000;

/**
 * The execution times of the analyses whose window ended in a range, each analysis once however many selectors match it.
 *
 * @param most  analyses at which reading stops
 */
export async function readExecutionTimes(
  store: Pick<AnalysisReader, 'listExecutionTimes'>,
  selectors: readonly SeriesSelector[],
  range: TimeRange,
  most: number,
  options: CallOptions,
): Promise<RecordedTimes> {
  const found = new Map<string, ExecutionTimes>();
  for (const { metric, matchers } of selectors) {
    const read = (page: PageRequest) => store.listExecutionTimes({ metric, matchers, ...range }, page);
    for await (const items of pagesOf(read, { ...options, limit: pageSize })) {
      for (const { series, window, result } of items) {
        if (found.size >= most) return { times: [...found.values()], truncated: true };
        found.set(`${window.endMs} ${canonicalSeries(series)}`, result);
      }
    }
  }
  return { times: [...found.values()], truncated: false };
}

/**
 * Count, mean, median, 95th percentile and maximum of each stage.
 *
 * @returns  one item per stage; none at all without times
 */
export function summariseExecutionTimes(times: readonly ExecutionTimes[]): StageTimes[] {
  if (times.length === 0) return [];
  return timedStages.map((stage) => {
    const sorted = Float64Array.from(times, (each) => each[stage]).sort();
    return {
      stage,
      count: sorted.length,
      mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
      median: sortedQuantile(sorted, 0.5),
      p95: sortedQuantile(sorted, 0.95),
      max: sorted[sorted.length - 1]!,
    };
  });
}

/**
 * Hyndman–Fan type 7, as numpy's default.
 *
 * @source Hyndman & Fan (1996), doi:10.2307/2684934
 */
function sortedQuantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (upper - lower) * (position - below);
}
