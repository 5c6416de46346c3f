import type { Clock, MetricSource, MetricType } from '@forewarn/core';

const rememberedMs = 10 * 60_000;

/**
 * Looks up metrics' types, each at most once in ten minutes: an exporter's metrics seldom change their type.
 *
 * @returns  a look-up that rejects with the errors of the metric source, and then asks again at the next call
 */
export function metricTypes(source: MetricSource, clock: Clock): (metric: string) => Promise<MetricType> {
  const known = new Map<string, { readonly type: Promise<MetricType>; readonly untilMs: number }>();
  return (metric) => {
    const entry = known.get(metric);
    if (entry && clock() < entry.untilMs) return entry.type;
    const asked = { type: source.metricType(metric), untilMs: clock() + rememberedMs };
    known.set(metric, asked);
    asked.type.catch(() => {
      if (known.get(metric) === asked) known.delete(metric);
    });
    return asked.type;
  };
}
