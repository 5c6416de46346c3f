import { ForewarnError, type TopicStore } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runPruning } from './pruning.js';
import { createStorageMetrics } from './storage-metrics.js';
import { TopicMetrics } from './topic-metrics.js';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 0, 2, 12);

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

/** Pruning that has begun, of a store that answers like this. */
function bench(prune: TopicStore<never>['prune']) {
  const askedMs: number[] = [];
  const registry = new Registry();
  const logger = recordingLogger();
  const controller = new AbortController();
  const store: Pick<TopicStore<never>, 'prune'> = {
    prune: (beforeMs, options) => {
      askedMs.push(beforeMs);
      return prune(beforeMs, options);
    },
  };
  const running = runPruning(
    {
      store,
      clock: Date.now,
      retentionMs: 24 * hourMs,
      metrics: new TopicMetrics(createStorageMetrics(registry)),
      logger,
    },
    controller.signal,
  );
  const pruned = () => registry.getSingleMetricAsString('forewarn_storage_pruned_rows_total');
  return { askedMs, logger, running, pruned, abort: () => controller.abort() };
}

describe('runPruning', () => {
  it('deletes what is older than the retention, at once and every hour', async () => {
    const { askedMs, pruned, logger, running, abort } = bench(async () => 7);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    abort();
    await running;
    expect(askedMs).toEqual([-24, -23, -22].map((hours) => noon + hours * hourMs));
    expect(await pruned()).toContain('forewarn_storage_pruned_rows_total 21');
    expect(logger.messages('info')).toHaveLength(3);
  });

  it('says nothing when there is nothing to delete', async () => {
    const { logger, running, abort } = bench(async () => 0);
    await vi.advanceTimersByTimeAsync(1);
    abort();
    await running;
    expect(logger.lines).toEqual([]);
  });

  it('tries again an hour behind a failure', async () => {
    const { askedMs, logger, running, abort } = bench(async () => {
      throw new ForewarnError('store-unavailable', 'unavailable');
    });
    await vi.advanceTimersByTimeAsync(hourMs);
    abort();
    await running;
    expect(askedMs).toHaveLength(2);
    expect(logger.messages('warn')).toEqual(
      new Array(2).fill('old history could not be deleted; trying again in an hour'),
    );
  });

  it('ends a deletion in hand without a word', async () => {
    const { logger, running, abort } = bench(
      (_, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () =>
            reject(new ForewarnError('cancelled', 'stopping')),
          );
        }),
    );
    abort();
    await running;
    expect(logger.lines).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
