import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of the storage service, of all topics. Those of analyses carry no label `topic`. */
export interface StorageMetrics {
  readonly analyses: Counter<'outcome' | 'topic'>;
  readonly lag: Gauge<'partition' | 'topic'>;
  readonly batchSeconds: Histogram<'topic'>;
  readonly batchFailures: Counter<'topic'>;
  readonly newestWindow: Gauge<'partition' | 'topic'>;
  readonly pruned: Counter<'topic'>;
}

/** Registers the metrics of the storage service. */
export function createStorageMetrics(registry: Registry): StorageMetrics {
  const registers = [registry];
  return {
    analyses: new Counter({
      name: 'forewarn_storage_analyses_total',
      help: 'Records handled, by outcome: written, skipped (written before), dead-letter',
      labelNames: ['outcome', 'topic'],
      registers,
    }),
    lag: new Gauge({
      name: 'forewarn_storage_lag_records',
      help: 'Records of a partition that are not stored yet',
      labelNames: ['partition', 'topic'],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'forewarn_storage_batch_duration_seconds',
      help: 'Time to store one batch',
      labelNames: ['topic'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    batchFailures: new Counter({
      name: 'forewarn_storage_batch_failures_total',
      help: 'Attempts to store a batch that failed; the batch comes again',
      labelNames: ['topic'],
      registers,
    }),
    newestWindow: new Gauge({
      name: 'forewarn_storage_newest_window_timestamp_seconds',
      help: 'Newest window end in the batch of a partition that was stored last',
      labelNames: ['partition', 'topic'],
      registers,
    }),
    pruned: new Counter({
      name: 'forewarn_storage_pruned_rows_total',
      help: 'Rows of history deleted because of their age',
      labelNames: ['topic'],
      registers,
    }),
  };
}
