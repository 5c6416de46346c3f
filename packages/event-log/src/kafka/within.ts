import { ForewarnError } from '@forewarn/core';

/** How long a call may take, and what it was. */
export interface Limits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** For people: `appending to prometheusdata`. */
  readonly what: string;
}

/**
 * Waits for a call, but not longer than it may take. The call itself goes on: kafkajs has nothing to cancel it with.
 *
 * @throws {ForewarnError} `event-log-unavailable` when the time is over, `cancelled` when the signal is aborted
 */
export function within<T>(call: Promise<T>, { timeoutMs, signal, what }: Limits): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: ForewarnError) => {
      stopWaiting();
      reject(error);
    };
    const onAbort = () => giveUp(cancelled(what, signal));
    const onTimeout = () =>
      giveUp(
        new ForewarnError('event-log-unavailable', `Kafka did not answer within ${timeoutMs} ms for ${what}`),
      );
    const timer = setTimeout(onTimeout, timeoutMs);
    const stopWaiting = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    call.finally(stopWaiting).then(resolve, reject);
  });
}

/** The error of a call whose caller no longer wants the answer. */
export const cancelled = (what: string, signal: AbortSignal | undefined): ForewarnError =>
  new ForewarnError('cancelled', `${what} was cancelled`, { cause: signal?.reason });
