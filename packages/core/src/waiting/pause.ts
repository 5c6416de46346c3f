import { onAbort } from './on-abort.js';

/** The longest time that a timer takes; beyond it Node fires at once. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Waits, but not past an abort. A caller that has to know which of the two ended the wait asks the signal.
 *
 * @param ms      milliseconds; below 0 counts as 0, beyond 24 days as 24 days
 * @param signal  ends the wait early
 * @returns       when the time is over or the signal is aborted, whichever is first; never rejects
 */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      release();
      resolve();
    };
    const timer = setTimeout(end, Math.min(Math.max(0, ms), longestTimerMs));
    const release = onAbort(signal, end);
  });
}
