import { ForewarnError, formatDuration, type Logger, onAbort } from '@forewarn/core';
import { LifecycleError } from './lifecycle-error.js';
import type { Service } from './service.js';
import { type BegunService, stopServices } from './stop-services.js';

/** How a list of services is run. */
export interface RunOptions {
  readonly logger: Logger;
  /** Aborted when the services shall stop. */
  readonly signal: AbortSignal;
  /** Time for all of them to stop, together. Default 9 s: container engines kill behind 10. */
  readonly stopDeadlineMs?: number;
  /** Called once all have started. */
  readonly onStarted?: () => void;
}

/** A service that failed, and why. */
interface Failure {
  readonly part: string;
  readonly error: ForewarnError;
}

/**
 * Starts services in list order, runs until the signal or the first failure, and stops them in reverse order. A service that
 * fails while others still start ends their start.
 *
 * @param services  each may rely on those before it
 * @param options   when to stop, and how fast
 * @throws          {ForewarnError} the first failure, after all were stopped; `stop-timeout` when they do not stop in time
 */
export async function runServices(services: readonly Service[], options: RunOptions): Promise<void> {
  const { logger, stopDeadlineMs = 9_000 } = options;
  const begun: BegunService[] = [];
  const failure = await untilOver(services, begun, options);
  if (failure) logger.error({ ...failure }, `${failure.part} failed; stopping`);
  const areStopped = await stopServices(begun, logger, stopDeadlineMs);
  if (!areStopped) logger.error({ stopDeadlineMs }, 'the services did not stop in time');
  if (failure) throw failure.error;
  if (areStopped) return;
  throw new LifecycleError(
    'stop-timeout',
    `the services did not stop within ${formatDuration(stopDeadlineMs)}; what they had in hand is done again at the next start`,
  );
}

/** Starts and runs. @returns what failed first, or undefined when the signal ended the run */
async function untilOver(
  services: readonly Service[],
  begun: BegunService[],
  { logger, signal, onStarted }: RunOptions,
): Promise<Failure | undefined> {
  const failed = new AbortController();
  const startSignal = AbortSignal.any([signal, failed.signal]);
  const ends: Promise<Failure | 'aborted'>[] = [aborted(signal)];
  for (const service of services) {
    if (signal.aborted) return undefined;
    const starting = service.start(startSignal).then(
      () => 'started' as const,
      (thrown: unknown) => failureOf(service, thrown),
    );
    begun.push({ service, starting });
    // Watched from here on, so that a service that fails while the next one still waits is noticed.
    if (service.failure) ends.push(service.failure.catch((thrown: unknown) => failureOf(service, thrown)));
    const outcome = await Promise.race([...ends, starting]);
    if (outcome !== 'started') {
      failed.abort();
      return outcome === 'aborted' || signal.aborted ? undefined : outcome;
    }
    logger.info({ part: service.name }, `${service.name} started`);
  }
  onStarted?.();
  const end = await Promise.race(ends);
  return end === 'aborted' ? undefined : end;
}

const failureOf = ({ name }: Service, thrown: unknown): Failure => ({
  part: name,
  error: ForewarnError.from(thrown),
});

const aborted = (signal: AbortSignal): Promise<'aborted'> =>
  new Promise((resolve) => {
    onAbort(signal, () => resolve('aborted'));
  });
