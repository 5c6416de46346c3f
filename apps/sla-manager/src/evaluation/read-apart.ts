import type { Unavailable } from '@forewarn/analysis';
import { ForewarnError } from '@forewarn/core';
import type { Objective } from '@forewarn/slo';
import { objectiveProblem, sharedFailure } from './objective-problem.js';

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
