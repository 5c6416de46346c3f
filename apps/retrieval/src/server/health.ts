import { setTimeout as delay } from 'node:timers/promises';
import { ForewarnError, type Logger } from '@forewarn/core';
import { HealthImplementation } from 'grpc-health-check';

const checkTimeoutMs = 3_000;

/** Whether a service can do its work; rejects with the reason when not. */
export type Check = (signal: AbortSignal) => Promise<void>;

/** What `grpc.health.v1.Health` says, of the server as a whole (the empty name) and of its service. */
export class Health {
  readonly implementation: HealthImplementation;
  readonly #names: readonly string[];
  readonly #logger: Logger;
  #isServing = false;

  constructor(serviceName: string, logger: Logger) {
    this.#names = ['', serviceName];
    this.#logger = logger;
    this.implementation = new HealthImplementation(
      Object.fromEntries(this.#names.map((name) => [name, 'NOT_SERVING'])),
    );
  }

  /** Says whether calls are served. */
  set(isServing: boolean): void {
    this.#isServing = isServing;
    for (const name of this.#names)
      this.implementation.setStatus(name, isServing ? 'SERVING' : 'NOT_SERVING');
  }

  /** Follows a check until the signal: asked at once and behind every interval. */
  async follow(check: Check, intervalMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const problem = await this.#problem(check, signal);
      if (signal.aborted) return;
      this.#update(problem);
      await delay(intervalMs, undefined, { signal }).catch(() => {});
    }
  }

  async #problem(check: Check, signal: AbortSignal): Promise<ForewarnError | undefined> {
    try {
      await check(AbortSignal.any([signal, AbortSignal.timeout(checkTimeoutMs)]));
      return undefined;
    } catch (thrown) {
      return ForewarnError.from(thrown);
    }
  }

  #update(problem: ForewarnError | undefined): void {
    if (problem && this.#isServing) this.#logger.warn({ error: problem }, 'health: not serving');
    if (!problem && !this.#isServing) this.#logger.info({}, 'health: serving');
    this.set(problem === undefined);
  }
}
