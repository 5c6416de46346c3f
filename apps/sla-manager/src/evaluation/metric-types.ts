import { isCounter } from '@forewarn/analysis';
import type { CallOptions, Clock, MetricSource } from '@forewarn/core';

/** How long a metric's declared type is believed. */
const believedMs = 600_000;

/** Whether metrics are counters, asked of the source once in ten minutes a metric. */
export interface MetricTypes {
  isCounter(metric: string, options?: CallOptions): Promise<boolean>;
}

/** Remembers metric types; failures are not remembered. */
export function createMetricTypes(source: MetricSource, clock: Clock): MetricTypes {
  const known = new Map<string, { readonly isCounter: boolean; readonly untilMs: number }>();
  return {
    async isCounter(metric, options) {
      const nowMs = clock();
      const found = known.get(metric);
      if (found && found.untilMs > nowMs) return found.isCounter;
      for (const [name, { untilMs }] of known) if (untilMs <= nowMs) known.delete(name);
      const answer = isCounter(metric, await source.metricType(metric, options));
      known.set(metric, { isCounter: answer, untilMs: nowMs + believedMs });
      return answer;
    },
  };
}
