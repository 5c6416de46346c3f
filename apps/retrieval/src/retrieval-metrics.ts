import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of the retrieval service. */
export interface RetrievalMetrics {
  readonly calls: Counter<'method' | 'status'>;
  readonly firstMessageSeconds: Histogram<'method'>;
  readonly watchers: Gauge;
  readonly skippedEvents: Counter;
}

/** Registers the metrics of the retrieval service. */
export function createRetrievalMetrics(registry: Registry): RetrievalMetrics {
  const registers = [registry];
  return {
    calls: new Counter({
      name: 'forewarn_retrieval_calls_total',
      help: 'Calls answered, by method and gRPC status',
      labelNames: ['method', 'status'],
      registers,
    }),
    firstMessageSeconds: new Histogram({
      name: 'forewarn_retrieval_first_message_duration_seconds',
      help: 'Time from a call to the first message of its stream',
      labelNames: ['method'],
      buckets: [0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1, 3],
      registers,
    }),
    watchers: new Gauge({
      name: 'forewarn_retrieval_watchers',
      help: 'Clients that watch analyses',
      registers,
    }),
    skippedEvents: new Counter({
      name: 'forewarn_retrieval_skipped_events_total',
      help: 'Events that watchers did not get because they cannot be decoded',
      registers,
    }),
  };
}
