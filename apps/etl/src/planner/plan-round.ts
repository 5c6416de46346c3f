import type { AnalysisRequest } from '@forewarn/contracts';
import {
  canonicalSeries,
  type EventLog,
  formatSelector,
  type MetricSource,
  partitionOf,
  type SeriesSelector,
  type TopicContract,
} from '@forewarn/core';

/** What one round of planning needs. */
export interface PlanRoundOptions {
  readonly source: MetricSource;
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly requests: TopicContract<AnalysisRequest>;
  readonly selectors: readonly SeriesSelector[];
  /** Labels that name a series for people, most telling first. */
  readonly partitionLabels: readonly string[];
  /** A series is planned while it has a sample this close to the window's end. */
  readonly activityMs: number;
}

/**
 * Finds the series that match the selectors now and appends one analysis request for each, keyed by series.
 * A series that several selectors match is asked for once.
 *
 * @param windowEndMs  aligned end of the windows to analyse
 * @param signal       ends the round; what was appended by then stays
 * @returns            the number of requests
 * @throws             {ForewarnError} of the metric source and the event log
 */
export async function planRound(
  windowEndMs: number,
  options: PlanRoundOptions,
  signal: AbortSignal,
): Promise<number> {
  const { source, eventLog, namespace, requests: topic, selectors, partitionLabels, activityMs } = options;
  const requests = new Map<string, AnalysisRequest>();
  const range = { startMs: windowEndMs - activityMs, endMs: windowEndMs };
  for (const selector of selectors) {
    for (const series of await source.listSeries(selector, range, { signal })) {
      const key = canonicalSeries(series);
      if (requests.has(key)) continue;
      const partition = partitionOf(series, partitionLabels);
      requests.set(key, { series, partition, windowEndMs, selector: formatSelector(selector) });
    }
  }
  const records = Array.from(requests.values(), (request) => topic.encode(request));
  if (records.length > 0) await eventLog.append(topic.name(namespace), records, { signal });
  return records.length;
}
