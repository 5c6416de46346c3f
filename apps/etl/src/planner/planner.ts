import {
  alignDown,
  type Clock,
  type ErrorKind,
  ForewarnError,
  type Logger,
  pause,
  retried,
  toRfc3339,
} from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';

/** What the planner's loop needs. */
export interface PlannerOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** How long behind its end a round begins, so that the last samples have arrived. */
  readonly settleMs: number;
  /** Plans the windows that end here; returns the number of requests. */
  readonly planRound: (windowEndMs: number, signal: AbortSignal) => Promise<number>;
  /** The round up to which whoever planned before has accounted for all, by the end of its windows; undefined where nobody did. */
  readonly settledMs: number | undefined;
  /** Told of each round that was planned or counted as missed. Must not reject. */
  readonly onSettled: (windowEndMs: number) => Promise<void>;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/** The clock is looked at this often, however long the interval: it may be set while the planner waits. */
const longestWaitMs = 60_000;

/**
 * Plans a round for every interval until the signal, the present one first.
 * A round that fails is tried again within its interval; then it is missed, counted, and the next one is due. Rounds that passed
 * while nobody planned are counted as missed as well.
 * When the clock is set back the rounds of that time are planned again, which repeats analyses and loses none.
 *
 * @param signal  ends the loop; the round in hand is cancelled
 * @throws        {ForewarnError} only errors that no later round could mend (`internal`, and access that is denied)
 */
export async function runPlanner(options: PlannerOptions, signal: AbortSignal): Promise<void> {
  const { clock, intervalMs, settleMs, logger } = options;
  let plannedMs: number | undefined;
  let settledMs = options.settledMs;
  while (!signal.aborted) {
    const dueMs = alignDown(clock() - settleMs, intervalMs);
    if (dueMs !== plannedMs) {
      if (settledMs !== undefined) countMissed(settledMs, dueMs, options);
      await planUntilNextRound(dueMs, options, signal);
      if (signal.aborted) break;
      await options.onSettled(dueMs);
      plannedMs = dueMs;
      settledMs = dueMs;
    }
    const waitMs = plannedMs + intervalMs + settleMs - clock();
    await pause(Math.min(waitMs, longestWaitMs), signal);
  }
  logger.debug({}, 'planning ended');
}

/** Counts the rounds between two, which nobody planned. */
function countMissed(
  earlierMs: number,
  laterMs: number,
  { intervalMs, metrics, logger }: PlannerOptions,
): void {
  // Rounded up, since the interval may have been another one at the earlier round.
  const rounds = Math.max(0, Math.ceil((laterMs - earlierMs) / intervalMs) - 1);
  if (rounds === 0) return;
  metrics.missedRounds.inc(rounds);
  const span = { after: toRfc3339(earlierMs), before: toRfc3339(laterMs) };
  logger.warn({ rounds, ...span }, 'rounds passed without being planned and are missed');
}

const hopelessKinds: ReadonlySet<ErrorKind> = new Set(['internal', 'permission-denied', 'unauthenticated']);

async function planUntilNextRound(
  windowEndMs: number,
  options: PlannerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, intervalMs, settleMs, metrics, logger } = options;
  const nextMs = windowEndMs + intervalMs + settleMs;
  const windowEnd = toRfc3339(windowEndMs);
  const isInTime = (delayMs: number) => clock() + delayMs < nextMs;
  try {
    const requests = await retried(() => options.planRound(windowEndMs, signal), {
      backoff: { firstMs: 500, longestMs: 15_000 },
      signal,
      isWorthIt: ({ kind }, _, delayMs) => !hopelessKinds.has(kind) && isInTime(delayMs),
      onFailure: (error, attempt) =>
        logger.warn({ windowEnd, attempt, error }, 'a round could not be planned; trying again'),
    });
    if (requests !== undefined) planned(windowEndMs, requests, options);
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (hopelessKinds.has(error.kind)) throw error;
    metrics.missedRounds.inc();
    logger.warn({ windowEnd, error }, 'a round could not be planned in its interval and is missed');
  }
}

function planned(windowEndMs: number, requests: number, { metrics, logger }: PlannerOptions): void {
  metrics.plannedRequests.inc(requests);
  metrics.lastRound.set(windowEndMs / 1000);
  const fields = { windowEnd: toRfc3339(windowEndMs), requests };
  if (requests > 0) logger.info(fields, 'planned a round');
  else logger.warn(fields, 'no series match the selectors: check ETL_SELECTORS and what Prometheus scrapes');
}
