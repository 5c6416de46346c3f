import type { Unavailable } from '@forewarn/analysis';
import {
  type CallOptions,
  type ConcurrencyLimit,
  cancellation,
  createConcurrencyLimit,
  ForewarnError,
  onAbort,
  pause,
  withDeadline,
  within,
} from '@forewarn/core';
import type { Objective } from '@forewarn/slo';
import { objectiveProblem, sharedFailure } from './objective-problem.js';
import { tooSlow } from './too-slow.js';

/** Few, since what is read of each stands in memory. */
const quickAtOnce = 2;

/** With those that are late: as many as a source asks of Prometheus at once by default. */
const atOnce = 4;

const defaultPatienceMs = 1_000;

/** How long all objectives are waited for: within the time that a request may take. */
const defaultWaitMs = 12_000;

/** Until when something is read. */
export interface ReadApartOptions {
  readonly signal: AbortSignal;
  /** Whether it was slow the last time: it is read last, so that it takes no place from the others. Default: none was. */
  readonly isSlow?: (objective: Objective) => boolean;
  /** Default 12 seconds. */
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
 * @throws   {ForewarnError} `answer-too-large`, which ends the reading of the others; what the source or the store threw, where it was so for all of them; `cancelled`
 */
export async function readApart<T>(
  objectives: readonly Objective[],
  read: (objective: Objective, options: CallOptions) => Promise<T>,
  { signal, isSlow = () => false, waitMs = defaultWaitMs, patienceMs = defaultPatienceMs }: ReadApartOptions,
): Promise<(T | { readonly problem: Unavailable })[]> {
  const turns = objectives.length <= quickAtOnce ? noTurns : createTurns(patienceMs);
  const refused = new AbortController();
  const release = onAbort(signal, () => refused.abort(cancellation(what, signal)));
  const limits = { what, timeoutMs: waitMs, timedOut: () => tooSlow(waitMs), signal: refused.signal };
  const refuseAll = (thrown: unknown): never => {
    const error = ForewarnError.from(thrown);
    if (isOfAll(error)) refused.abort(error);
    throw error;
  };
  const outcomes: Outcome<T>[] = [];
  // No outcome rejects: at the deadline those that were read stand.
  await withDeadline(limits, async (inTime) => {
    const call = { signal: inTime };
    const readOne = (objective: Objective): Promise<Outcome<T>> => {
      const task = () => within(read(objective, call), { what, ...call });
      return turns
        .run(() => task().catch(refuseAll), inTime)
        .then(
          (part) => ({ part }),
          (thrown) => ({ error: ForewarnError.from(thrown) }),
        );
    };
    const [late, early] = split(objectives, isSlow);
    const reading = async (at: number) => {
      outcomes[at] = await readOne(objectives[at]!);
    };
    await Promise.all([...early, ...late].map(reading));
  }).finally(release);
  if (limits.signal.aborted) throw cancellation(what, limits.signal);
  const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
  const failure = sharedFailure(errors, objectives.length);
  if (failure) throw failure;
  return outcomes.map((outcome) =>
    'error' in outcome ? { problem: objectiveProblem(outcome.error) } : outcome.part,
  );
}

const what = 'reading the objectives';

/** Whether a failure is that of the answer, whichever objective was one too many. */
const isOfAll = ({ code }: ForewarnError): boolean => code === 'answer-too-large';

/** Places in a list of those for which something holds, and of the others. */
function split<T>(list: readonly T[], holds: (item: T) => boolean): readonly [number[], number[]] {
  const places: [number[], number[]] = [[], []];
  for (const [at, item] of list.entries()) places[holds(item) ? 0 : 1].push(at);
  return places;
}

/** Of few tasks none waits for another. */
const noTurns: ConcurrencyLimit = { run: (task) => task() };

/** Runs tasks in turn. One that takes long lets the next begin beside it, as long as there are not too many of these. */
function createTurns(patienceMs: number): ConcurrencyLimit {
  const all = createConcurrencyLimit({ concurrent: atOnce, what });
  const quick = createConcurrencyLimit({ concurrent: quickAtOnce, what });
  const briefly = async (running: Promise<unknown>) => {
    const settled = new AbortController();
    // Without a reason Node makes an error with its stack, each time.
    const settle = () => settled.abort('settled');
    running.then(settle, settle);
    await pause(patienceMs, settled.signal);
  };
  return {
    run: (task, signal) =>
      all.run(async () => {
        const { running } = await quick.run(async () => {
          const begun = { running: task() };
          await briefly(begun.running);
          return begun;
        }, signal);
        return running;
      }, signal),
  };
}
