import { type Clock, ForewarnError, type Logger, pause, type TopicStore } from '@forewarn/core';
import type { TopicMetrics } from './topic-metrics.js';

const pruneEveryMs = 3_600_000;

/** What pruning needs. */
export interface PruningOptions {
  readonly store: Pick<TopicStore<never>, 'prune'>;
  readonly clock: Clock;
  /** How long history is kept. */
  readonly retentionMs: number;
  readonly metrics: TopicMetrics;
  readonly logger: Logger;
}

/**
 * Deletes history older than the retention, at once and then every hour, until the signal. A failure is logged and tried again an
 * hour later.
 *
 * @param signal  ends the deletion in hand, too
 * @returns       when it has ended; never rejects
 */
export async function runPruning(
  { store, clock, retentionMs, metrics, logger }: PruningOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const rows = await store.prune(clock() - retentionMs, { signal });
      metrics.countPruned(rows);
      if (rows > 0) logger.info({ rows }, 'deleted history older than the retention');
    } catch (thrown) {
      if (signal.aborted) return;
      logger.warn(
        { error: ForewarnError.from(thrown) },
        'old history could not be deleted; trying again in an hour',
      );
    }
    await pause(pruneEveryMs, signal);
  }
}
