import { type Logger, silentLogger } from '@forewarn/core';
import { checkServices, type Readiness } from './check-services.js';
import type { Service } from './service.js';

/** How readiness is found out. */
export interface ReadinessOptions {
  /** A service that has not answered by then is not ready. */
  readonly timeoutMs: number;
  /** How long an answer holds. */
  readonly keptMs: number;
  /** Told when a service becomes ready or unready, with the whole error. Default: nobody. */
  readonly logger?: Logger;
  /** A clock that never goes back. Default: that of the process. */
  readonly nowMs?: () => number;
}

/**
 * Asks services whether they can do their work, once for all who want to know at a time: a check may cost queries at a database or at
 * Prometheus, and whoever can ask for `/readyz` decides how often.
 */
export function sharedReadiness(
  services: readonly Service[],
  { timeoutMs, keptMs, logger = silentLogger, nowMs = () => performance.now() }: ReadinessOptions,
): () => Promise<Readiness> {
  let asked: Promise<Readiness> | undefined;
  const note = changeLog(logger);
  let holdsUntilMs = Number.POSITIVE_INFINITY;
  return () => {
    if (asked && nowMs() < holdsUntilMs) return asked;
    holdsUntilMs = Number.POSITIVE_INFINITY;
    asked = checkServices(services, timeoutMs)
      .then(note)
      .finally(() => {
        holdsUntilMs = nowMs() + keptMs;
      });
    return asked;
  };
}

/** Logs what has changed since the last answer: whoever probes asks every few seconds. @returns its argument */
function changeLog(logger: Logger): (readiness: Readiness) => Readiness {
  const told = new Map<string, string>();
  return (readiness) => {
    for (const part of Object.keys(readiness.parts)) {
      const error = readiness.problems.get(part);
      const before = told.get(part);
      // Not the whole reason: some tell how long something has lasted.
      const now = error && `${error.code} ${error.told ?? ''}`;
      if (now === before) continue;
      if (error) logger.warn({ part, error }, `${part} is not ready`);
      else logger.info({ part }, `${part} is ready again`);
      if (now === undefined) told.delete(part);
      else told.set(part, now);
    }
    return readiness;
  };
}
