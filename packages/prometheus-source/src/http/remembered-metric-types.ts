import { type CallOptions, type MetricType, within } from '@forewarn/core';
import { LRUCache } from 'lru-cache';

/** An exporter's metrics seldom change their type. */
const rememberedMs = 10 * 60_000;
const mostRemembered = 10_000;

/** Looks a metric's type up. */
export type MetricTypeOf = (metric: string, options?: CallOptions) => Promise<MetricType>;

/**
 * Looks up metrics' types, each at most once in ten minutes, however many want to know it. Failures are not remembered.
 *
 * @param ask  serves all who wait, so that nobody's signal ends it
 * @param now  milliseconds, for tests. Default: a clock that nobody sets
 */
export function rememberedMetricTypes(
  ask: (metric: string) => Promise<MetricType>,
  now: () => number = () => performance.now(),
): MetricTypeOf {
  const types = new LRUCache<string, MetricType>({
    max: mostRemembered,
    ttl: rememberedMs,
    // A time is not reused for a while, which would need timers.
    ttlResolution: 0,
    perf: { now },
    fetchMethod: ask,
  });
  return (metric, { signal } = {}) =>
    within(types.forceFetch(metric), { what: `looking up the type of ${metric}`, signal });
}
