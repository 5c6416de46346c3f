import { ForewarnError } from '@forewarn/core';

/** Runs tasks, but no more than so many at once; the others wait in order. */
export interface ConcurrencyLimit {
  /**
   * @throws {ForewarnError} `cancelled` when the signal ends the wait; `prometheus-unavailable` when too many wait already
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * @param maxRunning  ≥ 1
 * @param maxWaiting  ≥ 0; one more is refused, so that a slow server does not fill the memory
 */
export function createConcurrencyLimit(maxRunning: number, maxWaiting: number): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.delete(begin);
        reject(cancelledWaiting());
      };
      if (signal?.aborted) return giveUp();
      waiting.add(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });

  const passOn = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    run: async (task, signal) => {
      if (running < maxRunning) running += 1;
      else if (waiting.size < maxWaiting) await turn(signal);
      else throw tooManyWaiting(maxWaiting);
      try {
        return await task();
      } finally {
        passOn();
      }
    },
  };
}

const cancelledWaiting = (): ForewarnError =>
  new ForewarnError('cancelled', 'the request to Prometheus was cancelled before it was sent');

const tooManyWaiting = (maxWaiting: number): ForewarnError =>
  new ForewarnError(
    'prometheus-unavailable',
    `${maxWaiting} requests to Prometheus wait already: it answers more slowly than it is asked`,
    { details: { maxWaiting } },
  );
