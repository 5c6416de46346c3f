import type { Unavailable } from '@forewarn/analysis';
import { ForewarnError, type Logger } from '@forewarn/core';
import { type Objective, type ObjectiveEvaluation, type Sla, unjudgedObjective } from '@forewarn/slo';
import { isOwnFailure, objectiveProblem } from './objective-problem.js';
import type { Verdict } from './shared-verdicts.js';

/** An objective with what came of judging it. */
export interface JudgedObjective {
  readonly sla: Sla;
  readonly objective: Objective;
  readonly verdict: Verdict;
}

/** Names an objective as it is now: one that was changed is another. */
export const objectiveKey = (sla: Sla, objective: Objective): string => JSON.stringify([sla.name, objective]);

/** Logs once what keeps an objective from being judged, and once that it is judged again. */
export interface ProblemLog {
  note(sla: Sla, judged: ObjectiveEvaluation, error: unknown): void;
  keepOnly(keys: ReadonlySet<string>): void;
}

/** Makes a log with a memory of its own. */
export function createProblemLog(logger: Logger): ProblemLog {
  const codes = new Map<string, string>();
  return {
    note(sla, { objective, failureCode }, error) {
      const key = objectiveKey(sla, objective);
      if (codes.get(key) === failureCode) return;
      const fields = { sla: sla.name, objective: objective.name };
      if (failureCode === undefined) {
        codes.delete(key);
        logger.info(fields, 'an objective is judged again');
      } else {
        codes.set(key, failureCode);
        logger.warn({ ...fields, error: ForewarnError.from(error) }, 'an objective cannot be judged');
      }
    },
    keepOnly(keys) {
      for (const key of codes.keys()) if (!keys.has(key)) codes.delete(key);
    },
  };
}

/** Whether a server failed rather than an objective, and that for all that was asked. */
function sharedFailure(errors: readonly ForewarnError[], asked: number): ForewarnError | undefined {
  return errors.length < asked || errors.some(isOwnFailure) ? undefined : errors[0];
}

/**
 * Reads something of each objective, one after the other: what fails is told with its objective, beside the others.
 *
 * @returns  in the order of the objectives
 * @throws   {ForewarnError} what the source or the store threw, where it was so for all of them; `cancelled`
 */
export async function readApart<T>(
  objectives: readonly Objective[],
  read: (objective: Objective) => Promise<T>,
  signal: AbortSignal,
): Promise<(T | { readonly problem: Unavailable })[]> {
  const parts: (T | { readonly problem: Unavailable })[] = [];
  const errors: ForewarnError[] = [];
  for (const objective of objectives) {
    try {
      parts.push(await read(objective));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      errors.push(ForewarnError.from(thrown));
      parts.push({ problem: objectiveProblem(thrown) });
    }
  }
  const failure = sharedFailure(errors, objectives.length);
  if (failure) throw failure;
  return parts;
}

/**
 * Each objective's own verdict: a failure is a state with its reason, beside the others that stand. Only where nothing at all could be
 * judged, for a cause that lies in a server and not in the objectives, that is the answer.
 *
 * @throws {ForewarnError} what the source or the store threw
 */
export function settleVerdicts(all: readonly JudgedObjective[], log: ProblemLog): ObjectiveEvaluation[] {
  const errors = all.flatMap(({ verdict }) =>
    'error' in verdict ? [ForewarnError.from(verdict.error)] : [],
  );
  const failure = sharedFailure(errors, all.length);
  if (failure) throw failure;
  return all.map(({ sla, objective, verdict }) => {
    const judged =
      'judged' in verdict ? verdict.judged : unjudgedObjective(objective, objectiveProblem(verdict.error));
    log.note(sla, judged, 'error' in verdict ? verdict.error : undefined);
    return judged;
  });
}
