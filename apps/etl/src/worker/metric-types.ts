import type { Clock, MetricSource, MetricType } from '@forewarn/core';

const rememberedMs = 10 * 60_000;

/** Looks up metrics' types, each at most once in ten minutes. */
export function metricTypes(source: MetricSource, clock: Clock): (metric: string) => Promise<MetricType> {
  const known = new Map<string, { readonly type: Promise<MetricType>; readonly untilMs: number }>();
  return (metric) => {
    const entry = known.get(metric);
    if (entry && clock() < entry.untilMs) return entry.type;
    const type = source.metricType(metric);
    known.set(metric, { type, untilMs: clock() + rememberedMs });
    type.catch(() => known.delete(metric));
    return type;
  };
}
