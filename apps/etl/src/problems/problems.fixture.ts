import { seriesProblemsTopic } from '@forewarn/contracts';
import type { EventLog, MetricSource } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { createEtlMetrics } from '../etl-metrics.js';
import { SourceProbe } from '../source/source-probe.js';
import { ProblemReporter } from './problem-reporter.js';
import { ProblemTracker } from './problem-tracker.js';

/** What handles problems, with rounds a minute apart, on a log and a source of a test. */
export function problemsBench(eventLog: EventLog, source: Pick<MetricSource, 'check'>, clock = () => 0) {
  const registry = new Registry();
  const metrics = createEtlMetrics(registry);
  const logger = recordingLogger();
  const tracker = new ProblemTracker({ intervalMs: 60_000, settleMs: 5_000, clock });
  const shared = { eventLog, namespace: 'run', metrics, logger };
  const problems = new ProblemReporter({ ...shared, tracker, problems: seriesProblemsTopic });
  /** Values above zero of a metric, by the values of their labels. */
  const counted = async (name: string): Promise<Record<string, number>> => {
    const { values } = await registry.getSingleMetric(name)!.get();
    const above = values.filter(({ value }) => value > 0);
    return Object.fromEntries(above.map(({ labels, value }) => [Object.values(labels).join(' '), value]));
  };
  return { ...shared, registry, tracker, problems, counted, probe: new SourceProbe(source) };
}
