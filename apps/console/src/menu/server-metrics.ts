import type { CallOptions } from '@forewarn/core';
import type { Retrieval } from '../retrieval/retrieval.js';
import { numberedMetrics } from './menu-entries.js';

/** The metrics that the server has series of and the menu has no number for, sorted. */
export async function otherMetrics(retrieval: Retrieval, options: CallOptions): Promise<string[]> {
  const metrics = new Set<string>();
  for await (const { series } of retrieval.series({}, options)) metrics.add(series.metric);
  for (const metric of numberedMetrics) metrics.delete(metric);
  return [...metrics].sort();
}
