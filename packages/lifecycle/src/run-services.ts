import { ForewarnError, formatDuration, type Logger } from '@forewarn/core';
import type { Service } from './service.js';

/** How a list of services is run. */
export interface RunOptions {
  readonly logger: Logger;
  /** Aborted when the services shall stop. */
  readonly signal: AbortSignal;
  /** Time for all of them to stop, together. Default 10 s, as container engines give. */
  readonly stopDeadlineMs?: number;
  /** Called once all have started. */
  readonly onStarted?: () => void;
}

/**
 * Starts services in list order, runs until the signal or the first failure, and stops them in reverse order.
 *
 * @throws  {ForewarnError} the first failure, after all were stopped; `stop-timeout` when they do not stop in time
 */
export async function runServices(services: readonly Service[], options: RunOptions): Promise<void> {
  const { logger, signal, stopDeadlineMs = 9_000 } = options;
  const started: Service[] = [];
  let failure: ForewarnError | undefined;
  try {
    for (const service of services) {
      if (signal.aborted) break;
      started.push(service);
      await service.start(signal);
      // Watched below, once all have started; without a handler an early failure would end the process.
      service.failure?.catch(() => {});
      logger.info({ part: service.name }, `${service.name} started`);
    }
    if (!signal.aborted) {
      options.onStarted?.();
      await Promise.race([aborted(signal), ...started.flatMap((service) => service.failure ?? [])]);
    }
  } catch (thrown) {
    failure = signal.aborted ? undefined : ForewarnError.from(thrown);
    if (failure) logger.error({ error: failure, part: started.at(-1)?.name }, 'a service failed; stopping');
  }
  await stopAll(started.reverse(), logger, stopDeadlineMs);
  if (failure) throw failure;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function stopAll(services: readonly Service[], logger: Logger, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs);
  });
  const outcome = await Promise.race([stopInOrder(services, logger), deadline]);
  clearTimeout(timer);
  if (outcome === 'late') {
    throw new ForewarnError(
      'stop-timeout',
      `the services did not stop within ${formatDuration(deadlineMs)}; what they had in hand is done again at the next start`,
    );
  }
}

async function stopInOrder(services: readonly Service[], logger: Logger): Promise<void> {
  for (const service of services) {
    try {
      await service.stop();
      logger.info({ part: service.name }, `${service.name} stopped`);
    } catch (error) {
      logger.error({ part: service.name, error }, `${service.name} did not stop cleanly`);
    }
  }
}
