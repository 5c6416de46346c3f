import type { AnalysisReader } from '@forewarn/analysis';
import {
  type CallOptions,
  type Clock,
  canonicalSeries,
  pagesOf,
  type Series,
  type SeriesSelector,
} from '@forewarn/core';
import { LRUCache } from 'lru-cache';

/** The partitions under which the analyses of series are stored. */
export interface PartitionNames {
  /**
   * @param indicator  selects the series
   * @returns          the partition of each by its canonical series, without those that were not analysed
   * @throws           {ForewarnError} what the store threw
   */
  of(
    indicator: SeriesSelector,
    series: readonly Series[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, string>>;
}

/** What names are read from. */
export interface PartitionNamesOptions {
  readonly store: Pick<AnalysisReader, 'listSeries'>;
  readonly clock: Clock;
  /** Series of a selector at which reading stops. */
  readonly mostSeries: number;
}

/** A partition follows from a series' labels until somebody sets other labels to make it of. */
const keptMs = 60_000;
/** The series of a thousand objectives with fifty each, in some megabytes. */
const mostKept = 50_000;
const pageSize = 500;

/** Keeps the names that were read: they are the least of an answer, and reading them would take the most of its time. */
export function createPartitionNames({ store, clock, mostSeries }: PartitionNamesOptions): PartitionNames {
  const kept = new LRUCache<string, string>({
    max: mostKept,
    ttl: keptMs,
    ttlResolution: 0,
    perf: { now: clock },
  });

  const read = async ({ metric, matchers }: SeriesSelector, options: CallOptions): Promise<void> => {
    const pages = pagesOf((page) => store.listSeries({ metric, matchers }, page), {
      ...options,
      limit: pageSize,
    });
    let count = 0;
    for await (const items of pages) {
      for (const { series, partition } of items) kept.set(canonicalSeries(series), partition);
      count += items.length;
      if (count >= mostSeries) break;
    }
  };

  return {
    async of(indicator, series, options = {}) {
      const keys = series.map(canonicalSeries);
      if (keys.some((key) => !kept.has(key))) await read(indicator, options);
      const names = new Map<string, string>();
      for (const key of keys) {
        const name = kept.get(key);
        if (name !== undefined) names.set(key, name);
      }
      return names;
    },
  };
}
