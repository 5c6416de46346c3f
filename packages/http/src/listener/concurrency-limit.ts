import { ForewarnError } from '@forewarn/core';
import { HttpError } from '../http-error.js';

/** How many tasks run at once, and how many may wait. */
export interface ConcurrencyOptions {
  readonly concurrent: number;
  /** Default: any number. */
  readonly queued?: number;
}

/** Runs tasks, a limited number at a time, first come first served. */
export interface ConcurrencyLimit {
  /**
   * @throws {ForewarnError} `overloaded` when too many wait; `cancelled` when the signal aborts before the task's turn
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Makes a limit of its own. */
export function createConcurrencyLimit({
  concurrent,
  queued = Number.POSITIVE_INFINITY,
}: ConcurrencyOptions): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.delete(begin);
        reject(cancelledError(signal));
      };
      waiting.add(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });

  /** Hands the place on, so that a newcomer cannot overtake who waits. */
  const leave = () => {
    const next = waiting.values().next().value;
    if (!next) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(task, signal) {
      if (signal?.aborted) throw cancelledError(signal);
      if (running < concurrent) running += 1;
      else if (waiting.size < queued) await turn(signal);
      else {
        const message = `${running} requests are being answered and ${waiting.size} wait: try again in a few seconds`;
        throw new HttpError('overloaded', message);
      }
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}

const cancelledError = (signal: AbortSignal | undefined): ForewarnError =>
  signal?.reason instanceof ForewarnError
    ? signal.reason
    : new ForewarnError('cancelled', 'the request was cancelled before its turn came', {
        cause: signal?.reason,
      });
