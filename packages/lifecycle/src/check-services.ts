import { ForewarnError, formatDuration, withDeadline, within } from '@forewarn/core';
import { LifecycleError } from './lifecycle-error.js';
import type { Service } from './service.js';

/** Whether a process can do its work. */
export interface Readiness {
  readonly isReady: boolean;
  /** By name of the service: `ready`, or the reason why not. */
  readonly parts: Readonly<Record<string, string>>;
}

/**
 * Asks all services at once whether they can do their work.
 *
 * @param timeoutMs  a service that has not answered by then is not ready
 */
export async function checkServices(services: readonly Service[], timeoutMs: number): Promise<Readiness> {
  const entries = await Promise.all(
    services.map(async (service) => [service.name, await checkService(service, timeoutMs)] as const),
  );
  return { isReady: entries.every(([, part]) => part === 'ready'), parts: Object.fromEntries(entries) };
}

async function checkService(service: Service, timeoutMs: number): Promise<string> {
  const what = `the check of ${service.name}`;
  const timedOut = () => new LifecycleError('start-timeout', `no answer within ${formatDuration(timeoutMs)}`);
  try {
    // A check that does not heed its signal is left behind.
    await withDeadline({ what, timeoutMs, timedOut }, (signal) =>
      within(service.check(signal), { what, signal }),
    );
    return 'ready';
  } catch (thrown) {
    return ForewarnError.from(thrown).message;
  }
}
