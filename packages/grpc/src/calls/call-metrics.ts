import { Counter, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of a service's calls. */
export interface CallMetrics {
  readonly calls: Counter<'method' | 'status'>;
  readonly firstMessageSeconds: Histogram<'method'>;
}

/**
 * Registers the metrics of a service's calls.
 *
 * @param prefix  begins their names: `forewarn_retrieval`
 */
export function createCallMetrics(registry: Registry, prefix: string): CallMetrics {
  const registers = [registry];
  return {
    calls: new Counter({
      name: `${prefix}_calls_total`,
      help: 'Calls answered, by method and gRPC status',
      labelNames: ['method', 'status'],
      registers,
    }),
    firstMessageSeconds: new Histogram({
      name: `${prefix}_first_message_duration_seconds`,
      help: 'Time from a call to the first message of its stream',
      labelNames: ['method'],
      buckets: [0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1, 3],
      registers,
    }),
  };
}
