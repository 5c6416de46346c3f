import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits, but not past an abort.
 *
 * @returns when the time is over or the signal is aborted, whichever is first; never rejects
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
