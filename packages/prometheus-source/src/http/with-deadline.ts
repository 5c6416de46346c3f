import { ForewarnError } from '@forewarn/core';

/**
 * Runs a request that must end in time. One timer over connection, redirects and body together, because the time-out
 * of the HTTP library stops counting when the head of the answer arrives.
 *
 * @param run     must end soon when its signal aborts
 * @throws        {ForewarnError} `prometheus-timeout`; `cancelled`
 */
export async function withDeadline<T>(
  timeoutMs: number,
  caller: AbortSignal | undefined,
  target: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = () =>
    controller.abort(new ForewarnError('cancelled', `the request to ${target} was cancelled`));
  const timer = setTimeout(() => controller.abort(timedOut(timeoutMs, target)), timeoutMs);
  caller?.addEventListener('abort', cancel, { once: true });
  if (caller?.aborted) cancel();
  try {
    controller.signal.throwIfAborted();
    return await run(controller.signal);
  } catch (thrown) {
    // Whatever the library makes of an abort, the reason for it is known here.
    controller.signal.throwIfAborted();
    throw thrown;
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', cancel);
  }
}

const timedOut = (timeoutMs: number, target: string): ForewarnError =>
  new ForewarnError(
    'prometheus-timeout',
    `${target} did not answer within ${timeoutMs} ms: allow more time, or query fewer series or a shorter range`,
    { details: { timeoutMs, target } },
  );
