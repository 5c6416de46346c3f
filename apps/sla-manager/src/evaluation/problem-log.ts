import type { ForewarnError, Logger } from '@forewarn/core';
import type { Objective, Sla } from '@forewarn/slo';

/** Logs once what keeps an objective from being judged, and once that it is judged again. */
export interface ProblemLog {
  /**
   * @param key    as `objectiveKey` makes it
   * @param error  undefined where it was judged
   */
  note(key: string, sla: Sla, objective: Objective, error: ForewarnError | undefined): void;
  keepOnly(keys: ReadonlySet<string>): void;
}

/** Makes a log with a memory of its own. */
export function createProblemLog(logger: Logger): ProblemLog {
  const codes = new Map<string, string>();
  return {
    note(key, sla, objective, error) {
      if (codes.get(key) === error?.code) return;
      const fields = { sla: sla.name, objective: objective.name };
      if (error) {
        codes.set(key, error.code);
        logger.warn({ ...fields, error }, 'an objective cannot be judged');
      } else {
        codes.delete(key);
        logger.info(fields, 'an objective is judged again');
      }
    },
    keepOnly(keys) {
      for (const key of codes.keys()) if (!keys.has(key)) codes.delete(key);
    },
  };
}
