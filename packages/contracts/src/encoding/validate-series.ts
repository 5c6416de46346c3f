import type { Series } from '@forewarn/core';
import { ensure } from './field-checks.js';

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Requires a metric name and label names that PromQL can say without quotes. Names in two underscores are
 * Prometheus' own and never on a stored series.
 *
 * @throws {ForewarnError} `invalid-event`
 * @source https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
 */
export function validateSeries({ metric, labels }: Series): void {
  ensure(metricName.test(metric), 'series.metric', `"${metric}" is not a metric name`);
  for (const name of Object.keys(labels)) {
    const holds = labelName.test(name) && !name.startsWith('__');
    ensure(holds, 'series.labels', `"${name}" is not a label name`);
  }
}
