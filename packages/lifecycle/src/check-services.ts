import { ForewarnError, formatDuration, publicReason, withDeadline, within } from '@forewarn/core';
import { LifecycleError } from './lifecycle-error.js';
import type { Service } from './service.js';

/** Whether a process can do its work. */
export interface Readiness {
  readonly isReady: boolean;
  /** By name of the service: `ready`, or the reason why not, as outsiders are told it. */
  readonly parts: Readonly<Record<string, string>>;
  /** The errors of those that are not ready, by name: with what only the log is told. */
  readonly problems: ReadonlyMap<string, ForewarnError>;
}

/**
 * Asks all services at once whether they can do their work.
 *
 * @param timeoutMs  a service that has not answered by then is not ready
 */
export async function checkServices(services: readonly Service[], timeoutMs: number): Promise<Readiness> {
  const checked = await Promise.all(
    services.map(async (service) => [service.name, await problemOf(service, timeoutMs)] as const),
  );
  const problems = new Map(checked.flatMap(([name, problem]) => (problem ? [[name, problem] as const] : [])));
  const parts = checked.map(([name, problem]) => [name, problem ? publicReason(problem) : 'ready'] as const);
  return { isReady: problems.size === 0, parts: Object.fromEntries(parts), problems };
}

async function problemOf(service: Service, timeoutMs: number): Promise<ForewarnError | undefined> {
  const what = `the check of ${service.name}`;
  const timedOut = () => new LifecycleError('start-timeout', `no answer within ${formatDuration(timeoutMs)}`);
  try {
    // A check that does not heed its signal is left behind.
    await withDeadline({ what, timeoutMs, timedOut }, (signal) =>
      within(service.check(signal), { what, signal }),
    );
    return undefined;
  } catch (thrown) {
    return ForewarnError.from(thrown);
  }
}
