import type { Unavailable } from '@forewarn/analysis';
import {
  type CallOptions,
  type ConcurrencyLimit,
  cancellation,
  createConcurrencyLimit,
  ForewarnError,
  pause,
  withDeadline,
  within,
} from '@forewarn/core';
import type { Objective } from '@forewarn/slo';
import { objectiveProblem, sharedFailure } from './objective-problem.js';
import { tooSlow } from './too-slow.js';

/** Few, since what is read of each stands in memory. */
const atOnce = 2;

const defaultPatienceMs = 1_000;

/** How long all objectives are waited for: within the time that a request may take. */
const defaultWaitMs = 10_000;

/** Until when something is read. */
export interface ReadApartOptions {
  readonly signal: AbortSignal;
  /** Default 10 seconds. */
  readonly waitMs?: number;
  /** Behind this the next objective begins beside one that is not read yet. Default 1 second. */
  readonly patienceMs?: number;
}

/** What was read of an objective, or why not. */
type Outcome<T> = { readonly part: T } | { readonly error: ForewarnError };

/**
 * Reads something of each objective, a few at once: what fails, or is not there in time, is told with its objective, beside the others. One
 * that never answers lets the next ones begin.
 *
 * @returns  in the order of the objectives
 * @throws   {ForewarnError} what the source or the store threw, where it was so for all of them; `cancelled`
 */
export async function readApart<T>(
  objectives: readonly Objective[],
  read: (objective: Objective, options: CallOptions) => Promise<T>,
  { signal, waitMs = defaultWaitMs, patienceMs = defaultPatienceMs }: ReadApartOptions,
): Promise<(T | { readonly problem: Unavailable })[]> {
  const places = createConcurrencyLimit({ concurrent: atOnce, what });
  const limits = { what, timeoutMs: waitMs, timedOut: () => tooSlow(waitMs), signal };
  // No outcome rejects: at the deadline those that were read stand.
  const outcomes = await withDeadline(limits, (inTime) => {
    const readOne = (objective: Objective) =>
      within(read(objective, { signal: inTime }), { what, signal: inTime });
    return Promise.all(
      objectives.map((objective) =>
        lettingOthersBegin(places, () => readOne(objective), { patienceMs, signal: inTime }).then(
          (part): Outcome<T> => ({ part }),
          (thrown): Outcome<T> => ({ error: ForewarnError.from(thrown) }),
        ),
      ),
    );
  });
  if (signal.aborted) throw cancellation(what, signal);
  const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
  const failure = sharedFailure(errors, objectives.length);
  if (failure) throw failure;
  return outcomes.map((outcome) =>
    'error' in outcome ? { problem: objectiveProblem(outcome.error) } : outcome.part,
  );
}

const what = 'reading the objectives';

/** Runs a task that gives its place away while it goes on, when it takes long. */
async function lettingOthersBegin<T>(
  places: ConcurrencyLimit,
  task: () => Promise<T>,
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<T> {
  const begun = await places.run(async () => {
    const running = task();
    const settled = new AbortController();
    const settle = () => settled.abort();
    running.then(settle, settle);
    await pause(patienceMs, settled.signal);
    return { running };
  }, signal);
  return begun.running;
}
