import { Counter, Gauge, type Registry } from '@forewarn/telemetry';

/** Begins the names of retrieval's metrics, those of its calls among them. */
export const metricsPrefix = 'forewarn_retrieval';

/** The metrics of the watch. */
export interface WatchMetrics {
  readonly watchers: Gauge;
  readonly skippedEvents: Counter;
}

/** Registers the metrics of the watch. */
export function createWatchMetrics(registry: Registry): WatchMetrics {
  const registers = [registry];
  return {
    watchers: new Gauge({
      name: `${metricsPrefix}_watchers`,
      help: 'Clients that watch analyses',
      registers,
    }),
    skippedEvents: new Counter({
      name: `${metricsPrefix}_skipped_events_total`,
      help: 'Events that watchers did not get because they cannot be decoded',
      registers,
    }),
  };
}
