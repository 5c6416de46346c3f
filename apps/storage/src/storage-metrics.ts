import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of the storage service. */
export interface StorageMetrics {
  readonly analyses: Counter<'outcome'>;
  readonly lag: Gauge<'partition'>;
  readonly batchSeconds: Histogram;
  readonly pruned: Counter;
}

/** Registers the metrics of the storage service. */
export function createStorageMetrics(registry: Registry): StorageMetrics {
  const registers = [registry];
  return {
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
    pruned: new Counter({
      name: 'forewarn_storage_pruned_rows_total',
      help: 'Rows of history deleted because of their age',
      registers,
    }),
  };
}
