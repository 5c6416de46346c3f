import { ForewarnError, formatDuration } from '@forewarn/core';
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
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`no answer within ${formatDuration(timeoutMs)}`);
      late.abort();
    }, timeoutMs);
  });
  const answered = service.check(late.signal).then(
    () => 'ready',
    (thrown: unknown) => ForewarnError.from(thrown).message,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
}
