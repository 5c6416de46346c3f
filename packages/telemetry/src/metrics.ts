import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry of metrics with those of the Node process (memory, CPU, event loop delay) in it.
 *
 * @returns  a new one: a process has one, each test its own
 */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
