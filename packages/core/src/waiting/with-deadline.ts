import type { ForewarnError } from '../errors/forewarn-error.js';
import { onAbort } from './on-abort.js';
import { longestTimerMs } from './pause.js';
import { cancellation } from './within.js';

/** How long a task may take. */
export interface DeadlineOptions {
  /** For people, in the message of a cancellation: `the request to http://prometheus:9090`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Made when the time is over. */
  readonly timedOut: () => ForewarnError;
  /** Ends the task early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a task that must end in time. Its signal is aborted at the deadline and with the caller's own; the reason of the abort
 * is what is thrown, whatever a library makes of it.
 *
 * @param run  must end soon when its signal aborts; for what cannot there is `within`
 * @throws     {ForewarnError} `timedOut`, or `cancelled` by the caller; what `run` throws otherwise
 */
export async function withDeadline<T>(
  { what, timeoutMs, timedOut, signal }: DeadlineOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timedOut()), Math.min(timeoutMs, longestTimerMs));
  const release = onAbort(signal, () => controller.abort(cancellation(what, signal)));
  try {
    controller.signal.throwIfAborted();
    return await run(controller.signal);
  } catch (thrown) {
    controller.signal.throwIfAborted();
    throw thrown;
  } finally {
    clearTimeout(timer);
    release();
  }
}
