import { ForewarnError } from '../errors/forewarn-error.js';
import { type BackoffOptions, backoffDelayMs } from './backoff.js';
import { pause } from './pause.js';

/** When to try again, and when to give up. */
export interface RetryOptions {
  /** How the delays between attempts grow. */
  readonly backoff: BackoffOptions;
  /** Ends the attempts: whatever the last one failed with no longer matters. */
  readonly signal?: AbortSignal | undefined;
  /** Behind this the failure stands; the last pause is shortened so that one attempt is made at its end. Default: for ever. */
  readonly timeoutMs?: number;
  /** Whether one more attempt is worth it. Default: whether the error is retryable. */
  readonly isWorthIt?: (error: ForewarnError, failures: number, delayMs: number) => boolean;
  /** Told of each failure before the pause behind it. */
  readonly onFailure?: (error: ForewarnError, failures: number, delayMs: number) => void;
}

/**
 * Calls until the call resolves, waiting longer and longer behind failures that may pass.
 *
 * @returns what the call resolved to, or `undefined` when it failed after the abort
 * @throws  {ForewarnError} the failure that no further attempt is worth
 */
export async function retried<T>(call: () => Promise<T>, options: RetryOptions): Promise<T | undefined> {
  const { backoff, signal, timeoutMs = Number.POSITIVE_INFINITY, onFailure } = options;
  const { isWorthIt = ({ retryable }) => retryable } = options;
  const startedMs = performance.now();
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (thrown) {
      if (signal?.aborted) return undefined;
      const error = ForewarnError.from(thrown);
      const leftMs = timeoutMs - (performance.now() - startedMs);
      const delayMs = Math.min(backoffDelayMs(failures, backoff), leftMs);
      if (leftMs <= 0 || !isWorthIt(error, failures, delayMs)) throw error;
      onFailure?.(error, failures, delayMs);
      await pause(delayMs, signal);
      if (signal?.aborted) return undefined;
    }
  }
}
