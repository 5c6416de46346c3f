import { alignDown, type Clock, ForewarnError, type Logger, pause } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { type BackgroundTask, createBackgroundTask } from '../background-task.js';
import { behindTurnMs } from './judge-round.js';
import type { SlaEvaluator } from './sla-evaluator.js';

/** What rounds need. */
export interface EvaluationRoundsOptions {
  readonly evaluator: Pick<SlaEvaluator, 'judgeAll'>;
  /** Waits until it is known what falls to this process. Default: all does. */
  readonly untilKnown?: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each round that made verdicts. Default: nobody is. */
  readonly onRound?: (round: EvaluationRound) => void;
}

/** A round that made verdicts. */
export interface EvaluationRound {
  /** Epoch milliseconds. */
  readonly endedAtMs: number;
  readonly tookMs: number;
  /** Objectives that this process judged. */
  readonly objectives: number;
}

/**
 * Judges all objectives, round by round: at once, and from then on behind each turn of the minute. A round that fails, or takes longer than
 * until the next one, costs itself alone.
 */
export function createEvaluationRounds(options: EvaluationRoundsOptions): BackgroundTask {
  const { evaluator, untilKnown = async () => {}, clock, logger, onRound = () => {} } = options;

  return createBackgroundTask(async (signal) => {
    await untilKnown(signal);
    for (let isTurn = false; !signal.aborted; isTurn = true) {
      const startedMs = performance.now();
      const endMs = alignDown(clock() - behindTurnMs, minuteMs);
      try {
        const objectives = await evaluator.judgeAll({ signal, endMs, isTurn });
        onRound({ endedAtMs: clock(), tookMs: performance.now() - startedMs, objectives });
      } catch (thrown) {
        const error = ForewarnError.from(thrown);
        if (!signal.aborted) logger.warn({ error }, 'the objectives cannot be judged just now; trying again');
      }
      const nowMs = clock();
      await pause(alignDown(nowMs - behindTurnMs, minuteMs) + minuteMs + behindTurnMs - nowMs, signal);
    }
  });
}
