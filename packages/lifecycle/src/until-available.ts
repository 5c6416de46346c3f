import { ForewarnError, formatDuration, type Logger, retried, silentLogger } from '@forewarn/core';
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
  const waitedMs = () => performance.now() - startedMs;
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    return { result: await call() };
  };
  if (signal.aborted) throw cancelled(what);
  const answer = await retried(attempt, {
    backoff: { firstMs: 200, longestMs: 5_000 },
    signal,
    timeoutMs,
    onFailure: (error, failures) => {
      if (failures % sayEvery === 1)
        logger.warn({ what, waitedMs: Math.round(waitedMs()), error }, `waiting for ${what}`);
    },
  }).catch((error: ForewarnError) => {
    throw error.retryable ? timedOut(what, timeoutMs, error) : error;
  });
  if (!answer) throw cancelled(what);
  if (attempts > 1) logger.info({ what, attempts }, `${what} is available`);
  return answer.result;
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
