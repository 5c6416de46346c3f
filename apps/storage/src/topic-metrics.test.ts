import { Registry } from '@forewarn/telemetry';
import { describe, expect, it } from 'vitest';
import { createStorageMetrics } from './storage-metrics.js';
import { TopicMetrics } from './topic-metrics.js';

function bench() {
  const registry = new Registry();
  const families = createStorageMetrics(registry);
  /** The series that are neither of the histogram's buckets nor comments. */
  const series = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !/^#|_bucket/.test(line));
  return { families, series };
}

describe('TopicMetrics', () => {
  it('begin at zero, without the label of a topic where none is given', async () => {
    const { families, series } = bench();
    new TopicMetrics(families);
    expect(await series()).toEqual([
      'forewarn_storage_analyses_total{outcome="written"} 0',
      'forewarn_storage_analyses_total{outcome="skipped"} 0',
      'forewarn_storage_analyses_total{outcome="dead-letter"} 0',
      'forewarn_storage_batch_duration_seconds_sum 0',
      'forewarn_storage_batch_duration_seconds_count 0',
      'forewarn_storage_batch_failures_total 0',
      'forewarn_storage_pruned_rows_total 0',
    ]);
  });

  it('tell of a topic in series that name it', async () => {
    const { families, series } = bench();
    const metrics = new TopicMetrics(families, 'works');
    metrics.setLag(3, 7);
    metrics.setNewestWindow(3, 5_000);
    metrics.observeBatch(500);
    metrics.countFailure();
    metrics.countPruned(4);
    expect(await series()).toEqual(
      expect.arrayContaining([
        'forewarn_storage_lag_records{topic="works",partition="3"} 7',
        'forewarn_storage_newest_window_timestamp_seconds{topic="works",partition="3"} 5',
        'forewarn_storage_batch_duration_seconds_sum{topic="works"} 0.5',
        'forewarn_storage_batch_failures_total{topic="works"} 1',
        'forewarn_storage_pruned_rows_total{topic="works"} 4',
      ]),
    );
  });

  it('forget the partitions of their own topic alone', async () => {
    const { families, series } = bench();
    const [analyses, works] = [new TopicMetrics(families), new TopicMetrics(families, 'works')];
    for (const metrics of [analyses, works]) metrics.setLag(0, 1);
    analyses.setNewestWindow(0, 1_000);
    analyses.forgetPartitions();
    expect((await series()).filter((line) => line.includes('partition'))).toEqual([
      'forewarn_storage_lag_records{topic="works",partition="0"} 1',
    ]);
  });
});
