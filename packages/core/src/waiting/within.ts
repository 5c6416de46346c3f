import { ForewarnError } from '../errors/forewarn-error.js';
import { onAbort } from './on-abort.js';
import { longestTimerMs } from './pause.js';

/** How long an answer is waited for, and what is said when that is over. Default: for ever. */
type WaitBound =
  | { readonly timeoutMs: number; readonly timedOut: () => ForewarnError }
  | { readonly timeoutMs?: undefined };

/** What ends a wait. */
export type WaitLimits = WaitBound & {
  /** For people, in the message of a cancellation: `appending to prometheusdata`. */
  readonly what: string;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Waits for a promise, but no longer than it may take. What the promise stands for goes on: this is for calls that nothing
 * can end, such as those of a driver without cancellation. For those that take a signal there is `withDeadline`.
 *
 * @throws {ForewarnError} `timedOut` when the time is over; when the signal is aborted its reason, if that is one of ours, else `cancelled`
 */
export function within<T>(pending: Promise<T>, limits: WaitLimits): Promise<T> {
  const { what, signal } = limits;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      release();
      end();
    };
    const timer =
      limits.timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => settle(() => reject(limits.timedOut())),
            Math.min(limits.timeoutMs, longestTimerMs),
          );
    let release = () => {};
    release = onAbort(signal, () => settle(() => reject(cancellation(what, signal))));
    pending.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}

/**
 * The error of a call whose caller no longer wants the answer.
 *
 * @param what    for people: `appending to prometheusdata`
 * @param signal  whose reason is passed on where it is a `ForewarnError`
 */
export const cancellation = (what: string, signal: AbortSignal | undefined): ForewarnError =>
  signal?.reason instanceof ForewarnError
    ? signal.reason
    : new ForewarnError('cancelled', `${what} was cancelled`, { cause: signal?.reason });
