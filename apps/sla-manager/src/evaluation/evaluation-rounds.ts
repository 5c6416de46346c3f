import { alignDown, type Clock, ForewarnError, type Logger, pause } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import type { SlaEvaluator } from './sla-evaluator.js';

/** What rounds need. */
export interface EvaluationRoundsOptions {
  readonly evaluator: Pick<SlaEvaluator, 'judgeAll'>;
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
}

/** Judges all objectives, round by round. */
export interface EvaluationRounds {
  /** Now, and from then on behind each turn of the minute. */
  begin(): void;
  /** @returns when the last round has ended; never rejects */
  end(): Promise<void>;
}

/** Behind the turn: by then the minute is scraped, and mostly analysed. */
const behindTurnMs = 15_000;

/** A round that fails, or takes longer than until the next one, costs itself alone. */
export function createEvaluationRounds(options: EvaluationRoundsOptions): EvaluationRounds {
  const { evaluator, clock, logger, onRound = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let ended: Promise<void> = Promise.resolve();

  const run = async () => {
    while (!signal.aborted) {
      const startedMs = performance.now();
      try {
        await evaluator.judgeAll({ signal });
        onRound({ endedAtMs: clock(), tookMs: performance.now() - startedMs });
      } catch (thrown) {
        const error = ForewarnError.from(thrown);
        if (!signal.aborted) logger.warn({ error }, 'the objectives cannot be judged just now; trying again');
      }
      const nowMs = clock();
      await pause(alignDown(nowMs - behindTurnMs, minuteMs) + minuteMs + behindTurnMs - nowMs, signal);
    }
  };

  return {
    begin() {
      ended = run();
    },
    async end() {
      stopping.abort('stopping');
      await ended;
    },
  };
}
