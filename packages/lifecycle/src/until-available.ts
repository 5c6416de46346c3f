import {
  backoffDelayMs,
  ForewarnError,
  formatDuration,
  type Logger,
  pause,
  silentLogger,
} from '@forewarn/core';
import { LifecycleError } from './lifecycle-error.js';

/** How to wait for something that a service depends on. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly logger?: Logger;
  /** Longest wait. Default: for ever. */
  readonly timeoutMs?: number;
}

/** Every so many failures it is said again what is waited for: every 50 seconds or less. */
const sayEvery = 10;

/**
 * Calls until the call resolves, waiting longer and longer (up to five seconds) behind retryable failures, and says what it waits for.
 *
 * @param what  for people: `MySQL at db:3306`
 * @param call  ends by itself when the signal is aborted
 * @returns     what the call resolved to
 * @throws      {ForewarnError} what cannot be retried, at once; `start-timeout`; `cancelled`
 */
export async function untilAvailable<T>(
  what: string,
  call: () => Promise<T>,
  { signal, logger = silentLogger, timeoutMs = Number.POSITIVE_INFINITY }: WaitOptions,
): Promise<T> {
  const startedMs = performance.now();
  for (let failures = 0; ; ) {
    if (signal.aborted) throw cancelled(what);
    try {
      const result = await call();
      if (failures > 0) logger.info({ what, attempts: failures + 1 }, `${what} is available`);
      return result;
    } catch (thrown) {
      failures += 1;
      const error = ForewarnError.from(thrown);
      if (signal.aborted) throw cancelled(what, error);
      const waitedMs = performance.now() - startedMs;
      if (!error.retryable) throw error;
      if (waitedMs >= timeoutMs) throw timedOut(what, timeoutMs, error);
      if (failures % sayEvery === 1)
        logger.warn({ what, waitedMs: Math.round(waitedMs), error }, `waiting for ${what}`);
      const delayMs = backoffDelayMs(failures, { firstMs: 200, longestMs: 5_000 });
      await pause(Math.min(delayMs, timeoutMs - waitedMs), signal);
    }
  }
}

const cancelled = (what: string, cause?: ForewarnError): ForewarnError =>
  new ForewarnError('cancelled', `the wait for ${what} was cancelled because the process is stopping`, {
    cause,
  });

const timedOut = (what: string, timeoutMs: number, cause: ForewarnError): ForewarnError =>
  new LifecycleError(
    'start-timeout',
    `${what} did not become available within ${formatDuration(timeoutMs)}: ${cause.message}`,
    { cause },
  );
