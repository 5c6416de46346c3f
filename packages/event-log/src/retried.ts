import { backoffDelayMs, ForewarnError, pause } from '@forewarn/core';
import type { RetryBounds } from './retry-bounds.js';

/** When to try again, and when to give up. */
export interface Retries extends RetryBounds {
  /** Ends the attempts: whatever the last one failed with no longer matters. */
  readonly signal: AbortSignal;
  /** Told of each retryable failure before the pause behind it. */
  readonly onFailure: (error: ForewarnError, failures: number, delayMs: number) => void;
}

/**
 * Calls until the call resolves.
 *
 * @returns what the call resolved to, or `undefined` when it failed after the abort
 * @throws  {ForewarnError} what cannot be retried
 */
export async function retried<T>(call: () => Promise<T>, retries: Retries): Promise<T | undefined> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (thrown) {
      if (retries.signal.aborted) return undefined;
      const error = ForewarnError.from(thrown);
      if (!error.retryable) throw error;
      const delayMs = backoffDelayMs(failures, retries);
      retries.onFailure(error, failures, delayMs);
      await pause(delayMs, retries.signal);
      if (retries.signal.aborted) return undefined;
    }
  }
}
