import { setTimeout as delay } from 'node:timers/promises';
import { backoffDelayMs, ForewarnError, formatDuration, type Logger, silentLogger } from '@forewarn/core';

/** How to wait for something that a service depends on. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly logger?: Logger;
  /** Longest wait. Default: for ever. */
  readonly timeoutMs?: number;
}

/**
 * Calls until the call resolves, waiting longer and longer (up to five seconds) behind retryable failures, and says what it waits for.
 *
 * @param what  for people: `MySQL at db:3306`
 * @throws      {ForewarnError} what cannot be retried, at once; `start-timeout`; `cancelled`
 */
export async function untilAvailable<T>(
  what: string,
  call: () => Promise<T>,
  { signal, logger = silentLogger, timeoutMs = Number.POSITIVE_INFINITY }: WaitOptions,
): Promise<T> {
  const startedMs = performance.now();
  for (let failures = 1; ; failures += 1) {
    try {
      const result = await call();
      if (failures > 1) logger.info({ what, attempts: failures }, `${what} is available`);
      return result;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      const waitedMs = performance.now() - startedMs;
      if (!error.retryable || signal.aborted) throw error;
      if (waitedMs > timeoutMs) {
        throw new ForewarnError(
          'start-timeout',
          `${what} did not become available within ${formatDuration(timeoutMs)}: ${error.message}`,
          { cause: error },
        );
      }
      if (failures === 1 || failures % 10 === 0)
        logger.warn({ what, waitedMs: Math.round(waitedMs), error }, `waiting for ${what}`);
      await pause(backoffDelayMs(failures, { firstMs: 200, longestMs: 5_000 }), signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (cause) {
    throw new ForewarnError('cancelled', 'the wait was cancelled because the process is stopping', { cause });
  }
}
