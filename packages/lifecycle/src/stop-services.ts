import { type Logger, pause } from '@forewarn/core';
import type { Service } from './service.js';

/** A service whose start was begun. */
export interface BegunService {
  readonly service: Service;
  /** Settles when the start has ended, well or not; never rejects. */
  readonly starting: Promise<unknown>;
}

/**
 * Stops services, the last one first, each when its start has ended. A service that does not stop cleanly is logged, and the
 * others are stopped all the same.
 *
 * @param deadlineMs  time for all of them together
 * @returns           whether all were stopped in time
 */
export async function stopServices(
  begun: readonly BegunService[],
  logger: Logger,
  deadlineMs: number,
): Promise<boolean> {
  const deadline = new AbortController();
  const stopped = stopInOrder(begun.toReversed(), logger).then(() => true);
  const late = pause(deadlineMs, deadline.signal).then(() => false);
  const areStopped = await Promise.race([stopped, late]);
  deadline.abort();
  return areStopped;
}

async function stopInOrder(begun: readonly BegunService[], logger: Logger): Promise<void> {
  for (const { service, starting } of begun) {
    await starting;
    try {
      await service.stop();
      logger.info({ part: service.name }, `${service.name} stopped`);
    } catch (error) {
      logger.error({ part: service.name, error }, `${service.name} did not stop cleanly`);
    }
  }
}
