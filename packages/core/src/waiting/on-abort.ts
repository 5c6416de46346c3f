import { setMaxListeners } from 'node:events';

/**
 * Calls back when a signal is aborted, at once where it is already. Any number of waits may share one signal: that of a
 * process, of a request with many series. Node takes the eleventh for a leak unless it is told that they are meant.
 *
 * @param signal  nothing is called without one
 * @returns       ends the watching; to be called when the wait is over
 */
export function onAbort(signal: AbortSignal | undefined, call: () => void): () => void {
  if (!signal) return () => {};
  if (signal.aborted) {
    call();
    return () => {};
  }
  setMaxListeners(0, signal);
  signal.addEventListener('abort', call, { once: true });
  return () => signal.removeEventListener('abort', call);
}
