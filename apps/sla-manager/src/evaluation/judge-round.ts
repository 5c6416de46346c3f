import { alignDown, type CallOptions, type Clock, within } from '@forewarn/core';
import { minuteMs, type Objective, type Sla, type SlaRepository } from '@forewarn/slo';
import { definitionOf, type Identify, toTell } from '../sharing/told-verdict.js';
import type { VerdictExchange } from '../sharing/verdict-exchange.js';
import { objectiveKey } from './objective-key.js';
import type { JudgedObjective } from './settle-verdicts.js';
import type { EvidenceReads } from './shared-reads.js';
import type { SharedVerdicts, Verdict } from './shared-verdicts.js';

/** Which minute is judged, and when. */
export interface RoundOptions extends CallOptions {
  /** Behind the minute that is judged, epoch milliseconds. Default: the newest. */
  readonly endMs?: number;
  /** Whether the minute has just turned. Default: yes. */
  readonly isTurn?: boolean;
}

/** What a round is made with. */
export interface RoundJudgeOptions {
  readonly store: Pick<SlaRepository, 'listSlas'>;
  readonly shared: Pick<SharedVerdicts, 'refresh'>;
  readonly newReads: () => EvidenceReads;
  /** What judges an objective, as of `latestMs` at the latest; never rejects. */
  readonly runOf: (
    key: string,
    sla: Sla,
    objective: Objective,
    reads: EvidenceReads,
    latestMs?: number,
  ) => () => Promise<Verdict>;
  readonly identify: Identify;
  readonly clock: Clock;
  /** With whom objectives are shared. Default: nobody. */
  readonly exchange?: Pick<VerdictExchange, 'due' | 'tell' | 'keepOnly'>;
}

/** What came of a round. */
interface JudgedRound {
  readonly every: readonly Sla[];
  /** Of the objectives that this process judges, by the newest minute. */
  readonly judged: readonly JudgedObjective[];
}

/** How far behind its end a minute is judged: by then it is scraped, and mostly analysed. One that was not judged in time is judged as of then. */
export const behindTurnMs = 15_000;

/**
 * Judges what falls to this process for the newest minute and for those that nobody judged, each objective apart, and tells the others.
 *
 * @throws {ForewarnError} of the store, `cancelled`
 */
export function createRoundJudge(options: RoundJudgeOptions) {
  const { store, shared, newReads, runOf, identify, clock, exchange } = options;

  return async (round: RoundOptions & { readonly signal: AbortSignal }): Promise<JudgedRound> => {
    const { signal, isTurn = true, endMs = alignDown(clock(), minuteMs) } = round;
    const every = await store.listSlas({ signal });
    exchange?.keepOnly(
      every.flatMap((sla) => sla.objectives.map(({ name }) => ({ sla: sla.name, objective: name }))),
    );
    const reads = newReads();

    const judgeMinute = async (sla: Sla, objective: Objective, dueMs: number): Promise<JudgedObjective> => {
      const key = objectiveKey(sla, objective);
      const definition = exchange && (await definitionOf(sla, objective, identify, { signal }));
      const isNewest = dueMs === endMs;
      const latestMs = isNewest ? dueMs + minuteMs - 1 : dueMs + behindTurnMs;
      const run = runOf(key, sla, objective, reads, exchange && latestMs);
      const verdict = isNewest ? await refreshed(key, run, dueMs) : await run();
      if (definition !== undefined && !signal.aborted)
        exchange!.tell(
          toTell({ sla, objective, definition, endMs: dueMs, verdict }, Math.min(clock(), latestMs)),
        );
      return { key, sla, objective, verdict };
    };

    /** One that somebody asked for before the minute had turned does not know it. */
    const refreshed = async (key: string, run: () => Promise<Verdict>, dueMs: number): Promise<Verdict> => {
      const verdict = await shared.refresh(key, run);
      const isOlder = 'judged' in verdict && verdict.judged.evaluatedAtMs < dueMs;
      return isOlder ? shared.refresh(key, run) : verdict;
    };

    const judgeDue = async (sla: Sla, objective: Objective): Promise<readonly JudgedObjective[]> => {
      const name = { sla: sla.name, objective: objective.name };
      let newest: readonly JudgedObjective[] = [];
      for (const dueMs of exchange?.due(name, endMs, isTurn) ?? [endMs])
        newest = [await judgeMinute(sla, objective, dueMs)];
      return newest;
    };

    const runs = every.flatMap((sla) => sla.objectives.map((objective) => judgeDue(sla, objective)));
    const judged = await within(Promise.all(runs), { what: 'the evaluation', signal });
    return { every, judged: judged.flat() };
  };
}
