import type { Series } from '@forewarn/core';
import { ensure } from './field-checks.js';

/**
 * Requires names as Prometheus 3 has them: any text that is not empty. The metric's name is not among the labels.
 *
 * @throws {ForewarnError} `invalid-event`
 * @source https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
 */
export function validateSeries({ metric, labels }: Series): void {
  ensure(metric !== '', 'series.metric', 'is empty');
  for (const name of Object.keys(labels)) {
    ensure(name !== '' && name !== '__name__', 'series.labels', `"${name}" is not a label name`);
  }
}
