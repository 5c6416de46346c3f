import { ForewarnError, within } from '@forewarn/core';

/**
 * Waits for a promise for a bounded time.
 *
 * @param message  what was waited for and what to do, when the time is over
 * @throws {ForewarnError} `store-unavailable` when the time is over, `cancelled` when the signal is aborted first
 */
export const timedWait = <T>(
  pending: Promise<T>,
  timeoutMs: number,
  message: string,
  signal?: AbortSignal,
): Promise<T> =>
  within(pending, {
    what: 'the call to the store',
    timeoutMs,
    timedOut: () => new ForewarnError('store-unavailable', message),
    signal,
  });
