import type { AnalysisReader } from '@forewarn/analysis';
import {
  type CallOptions,
  canonicalSeries,
  type PageRequest,
  pagesOf,
  type Series,
  type SeriesSelector,
} from '@forewarn/core';
import type { DatedForecast } from '@forewarn/slo';

/** A series with its newest stored forecast. */
export interface StoredForecast extends DatedForecast {
  readonly series: Series;
  readonly partition: string;
}

const pageSize = 500;

/**
 * The newest stored forecast of each series that a selector matches, by canonical series.
 *
 * @param most  series at which reading stops
 */
export async function newestForecasts(
  store: Pick<AnalysisReader, 'listForecasts'>,
  { metric, matchers }: SeriesSelector,
  most: number,
  options: CallOptions,
): Promise<ReadonlyMap<string, StoredForecast>> {
  const found = new Map<string, StoredForecast>();
  const read = (page: PageRequest) => store.listForecasts({ metric, matchers }, page);
  for await (const items of pagesOf(read, { ...options, limit: pageSize })) {
    for (const { series, partition, window, result } of items) {
      found.set(canonicalSeries(series), { series, partition, windowEndMs: window.endMs, forecast: result });
    }
    if (found.size >= most) break;
  }
  return found;
}
