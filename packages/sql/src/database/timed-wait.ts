import { ForewarnError } from '@forewarn/core';
import { assertNotCancelled } from './cancellation.js';

/**
 * Waits for a promise for a bounded time.
 *
 * @param message  what was waited for and what to do, when the time is over
 * @throws {ForewarnError} `store-unavailable` when the time is over, `cancelled` when the signal is aborted first
 */
export async function timedWait<T>(
  pending: Promise<T>,
  timeoutMs: number,
  message: string,
  signal?: AbortSignal,
): Promise<T> {
  assertNotCancelled(signal);
  let stopWaiting = () => {};
  const end = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new ForewarnError('store-unavailable', message)), timeoutMs);
    const onAbort = () => reject(new ForewarnError('cancelled', 'the call to the store was cancelled'));
    signal?.addEventListener('abort', onAbort, { once: true });
    stopWaiting = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([pending, end]);
  } finally {
    stopWaiting();
  }
}
