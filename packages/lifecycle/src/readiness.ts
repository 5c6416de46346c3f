import { checkServices, type Readiness } from './check-services.js';
import type { Service } from './service.js';

/** How readiness is found out. */
export interface ReadinessOptions {
  /** A service that has not answered by then is not ready. */
  readonly timeoutMs: number;
  /** How long an answer holds. */
  readonly keptMs: number;
  /** A clock that never goes back. Default: that of the process. */
  readonly nowMs?: () => number;
}

/**
 * Asks services whether they can do their work, once for all who want to know at a time: a check may cost queries at a database or at
 * Prometheus, and whoever can ask for `/readyz` decides how often.
 */
export function sharedReadiness(
  services: readonly Service[],
  { timeoutMs, keptMs, nowMs = () => performance.now() }: ReadinessOptions,
): () => Promise<Readiness> {
  let asked: Promise<Readiness> | undefined;
  let holdsUntilMs = Number.POSITIVE_INFINITY;
  return () => {
    if (asked && nowMs() < holdsUntilMs) return asked;
    holdsUntilMs = Number.POSITIVE_INFINITY;
    asked = checkServices(services, timeoutMs).finally(() => {
      holdsUntilMs = nowMs() + keptMs;
    });
    return asked;
  };
}
