import { ForewarnError } from '@forewarn/core';
import {
  type LastVerdict,
  type Objective,
  type ObjectiveEvaluation,
  type Sla,
  unjudgedObjective,
} from '@forewarn/slo';
import { objectiveProblem, sharedFailure } from './objective-problem.js';
import type { ProblemLog } from './problem-log.js';
import type { Verdict } from './shared-verdicts.js';

/** An objective with what came of judging it. */
export interface JudgedObjective {
  /** As `objectiveKey` makes it. */
  readonly key: string;
  readonly sla: Sla;
  readonly objective: Objective;
  readonly verdict: Verdict;
  /** What was known before, where it cannot be judged. */
  readonly last?: LastVerdict | undefined;
}

/**
 * Each objective's own verdict: a failure is a state with its reason, beside the others that stand. Only where nothing at all could be
 * judged, for a cause that lies in a server and not in the objectives, that is the answer.
 *
 * @param nowMs  when those that were not judged could not be
 * @throws       {ForewarnError} what the source or the store threw
 */
export function settleVerdicts(
  all: readonly JudgedObjective[],
  log: ProblemLog,
  nowMs: number,
): ObjectiveEvaluation[] {
  const errors = all.flatMap(({ verdict }) =>
    'error' in verdict ? [ForewarnError.from(verdict.error)] : [],
  );
  const failure = sharedFailure(errors, all.length);
  if (failure) throw failure;
  return all.map(({ key, sla, objective, verdict, last }) => {
    const error = 'error' in verdict ? ForewarnError.from(verdict.error) : undefined;
    log.note(key, sla, objective, error);
    return 'judged' in verdict
      ? verdict.judged
      : unjudgedObjective(objective, objectiveProblem(verdict.error), nowMs, last);
  });
}
