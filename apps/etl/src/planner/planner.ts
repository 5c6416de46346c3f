import { setTimeout as delay } from 'node:timers/promises';
import { alignDown, backoffDelayMs, type Clock, ForewarnError, type Logger, toRfc3339 } from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';

/** What the planner's loop needs. */
export interface PlannerOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** How long behind its end a round begins, so that the last samples have arrived. */
  readonly settleMs: number;
  /** Plans the windows that end here; returns the number of requests. */
  readonly planRound: (windowEndMs: number, signal: AbortSignal) => Promise<number>;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/**
 * Plans a round for every interval until the signal, the present one first.
 * A round that fails is tried again within its interval; then it is missed, counted, and the next one is due.
 *
 * @throws {ForewarnError} only errors that no later round could mend (`internal`, `permission-denied`)
 */
export async function runPlanner(options: PlannerOptions, signal: AbortSignal): Promise<void> {
  const { clock, intervalMs, settleMs, metrics, logger } = options;
  let plannedMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const dueMs = alignDown(clock() - settleMs, intervalMs);
    if (dueMs > plannedMs) {
      if (Number.isFinite(plannedMs)) metrics.missedRounds.inc((dueMs - plannedMs) / intervalMs - 1);
      await planUntilNextRound(dueMs, options, signal);
      plannedMs = dueMs;
    }
    await delay(Math.max(0, plannedMs + intervalMs + settleMs - clock()), undefined, { signal }).catch(
      () => {},
    );
  }
  logger.debug({}, 'planning ended');
}

async function planUntilNextRound(
  windowEndMs: number,
  options: PlannerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, intervalMs, settleMs, metrics, logger } = options;
  const nextMs = windowEndMs + intervalMs + settleMs;
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      const requests = await options.planRound(windowEndMs, signal);
      metrics.plannedRequests.inc(requests);
      metrics.lastRound.set(windowEndMs / 1000);
      const fields = { windowEnd: toRfc3339(windowEndMs), requests };
      if (requests === 0)
        logger.warn(fields, 'no series match the selectors: check ETL_SELECTORS and what Prometheus scrapes');
      else logger.info(fields, 'planned a round');
      return;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (signal.aborted) return;
      if (error.kind === 'internal' || error.kind === 'permission-denied') throw error;
      logger.warn(
        { windowEnd: toRfc3339(windowEndMs), attempt: failures, error },
        'a round could not be planned; trying again',
      );
      const waitMs = backoffDelayMs(failures, { firstMs: 500, longestMs: 15_000 });
      if (clock() + waitMs >= nextMs) {
        metrics.missedRounds.inc();
        return;
      }
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}
