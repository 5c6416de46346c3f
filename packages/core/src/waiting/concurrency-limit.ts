import type { ForewarnError } from '../errors/forewarn-error.js';
import { onAbort } from './on-abort.js';
import { cancellation } from './within.js';

/** How many tasks run at once, and how many may wait. */
export interface ConcurrencyOptions {
  /** ≥ 1 */
  readonly concurrent: number;
  /** ≥ 0; one more is refused, so that what is slow does not fill the memory. Default: any number may wait. */
  readonly queue?: { readonly longest: number; readonly refusal: () => ForewarnError };
  /** For people, in the message of a cancellation: `the request to Prometheus`. */
  readonly what: string;
}

/** Runs tasks, a limited number at a time, first come first served. */
export interface ConcurrencyLimit {
  /** @throws {ForewarnError} the refusal when too many wait; `cancelled` when the signal aborts before the task's turn */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Makes a limit of its own. p-limit was passed over: a task that waits in it can neither be cancelled nor refused. */
export function createConcurrencyLimit(options: ConcurrencyOptions): ConcurrencyLimit {
  const { concurrent, queue, what } = options;
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        release();
        resolve();
      };
      waiting.add(begin);
      const release = onAbort(signal, () => {
        waiting.delete(begin);
        reject(cancellation(what, signal));
      });
    });

  /** Hands the place on, so that a newcomer cannot overtake who waits. */
  const leave = () => {
    const [next] = waiting;
    if (!next) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(task, signal) {
      if (signal?.aborted) throw cancellation(what, signal);
      if (running < concurrent) running += 1;
      else if (queue && waiting.size >= queue.longest) throw queue.refusal();
      else await turn(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
