import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of the storage service. */
export interface StorageMetrics {
  readonly analyses: Counter<'outcome'>;
  readonly lag: Gauge<'partition'>;
  readonly batchSeconds: Histogram;
  readonly batchFailures: Counter;
  readonly newestWindow: Gauge<'partition'>;
  readonly pruned: Counter;
}

/**
 * Registers the metrics of the storage service. Counters begin at zero for every outcome, since `increase()` cannot see the first
 * step of a series that begins with it.
 */
export function createStorageMetrics(registry: Registry): StorageMetrics {
  const registers = [registry];
  const metrics = {
    analyses: new Counter({
      name: 'forewarn_storage_analyses_total',
      help: 'Records handled, by outcome: written, skipped (written before), dead-letter',
      labelNames: ['outcome'],
      registers,
    }),
    lag: new Gauge({
      name: 'forewarn_storage_lag_records',
      help: 'Records of a partition that are not stored yet',
      labelNames: ['partition'],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'forewarn_storage_batch_duration_seconds',
      help: 'Time to store one batch',
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    batchFailures: new Counter({
      name: 'forewarn_storage_batch_failures_total',
      help: 'Attempts to store a batch that failed; the batch comes again',
      registers,
    }),
    newestWindow: new Gauge({
      name: 'forewarn_storage_newest_window_timestamp_seconds',
      help: 'Newest window end in the batch of a partition that was stored last',
      labelNames: ['partition'],
      registers,
    }),
    pruned: new Counter({
      name: 'forewarn_storage_pruned_rows_total',
      help: 'Rows of history deleted because of their age',
      registers,
    }),
  };
  for (const outcome of ['written', 'skipped', 'dead-letter']) metrics.analyses.inc({ outcome }, 0);
  return metrics;
}
