import { ForewarnError, type Logger, pause } from '@forewarn/core';
import type { handleServerStreamingCall, Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { Check, GrpcService } from '../grpc-service.js';

const checkTimeoutMs = 3_000;
/** The name under which health is asked of the server as a whole. */
const wholeServer = '';

/** What `grpc.health.v1.Health` says, of the server as a whole (the empty name) and of each of its services. */
export class Health {
  readonly #implementation: HealthImplementation;
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #logger: Logger;
  readonly #isServing = new Map<string, boolean>();

  /** @param whole  check of the server as a whole; without one it can do its work while all services can */
  constructor(
    services: readonly Pick<GrpcService, 'name' | 'check'>[],
    whole: Check | undefined,
    logger: Logger,
  ) {
    const checks = services.map(({ name, check = async () => {} }) => [name, check] as const);
    this.#checks = new Map(whole ? [[wholeServer, whole], ...checks] : checks);
    this.#logger = logger;
    this.#implementation = new HealthImplementation();
    this.setAll(false);
  }

  /**
   * Adds the service to a server. Who watches a name that there is not is told so and no more: names are fixed, and the library would keep each that
   * was ever watched.
   */
  addTo(server: Pick<Server, 'addService'>): void {
    const addService: Server['addService'] = (definition, handlers) => {
      const watch = handlers.watch as handleServerStreamingCall<{ service: string }, { status: string }>;
      const watchKnown: typeof watch = (call) => {
        if (this.#isServing.has(call.request.service)) watch(call);
        else call.write({ status: 'SERVICE_UNKNOWN' });
      };
      server.addService(definition, { ...handlers, watch: watchKnown });
    };
    this.#implementation.addToServer({ addService } as Server);
  }

  /** Says of the server and of every service whether calls are served. */
  setAll(isServing: boolean): void {
    for (const name of [wholeServer, ...this.#checks.keys()]) this.#set(name, isServing);
  }

  /** Follows the checks until the signal: asked at once and again after every interval. */
  async follow(intervalMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const asked = [...this.#checks].map(
        async ([name, check]) => [name, await problemOf(check, signal)] as const,
      );
      const problems = await Promise.all(asked);
      if (signal.aborted) return;
      for (const [name, problem] of problems) this.#update(name, problem);
      if (!this.#checks.has(wholeServer))
        this.#set(
          wholeServer,
          problems.every(([, problem]) => !problem),
        );
      await pause(intervalMs, signal);
    }
  }

  #update(name: string, problem: ForewarnError | undefined): void {
    const wasServing = this.#isServing.get(name);
    const fields = { grpcService: name };
    if (problem && wasServing) this.#logger.warn({ ...fields, error: problem }, 'health: not serving');
    if (!problem && !wasServing) this.#logger.info(fields, 'health: serving');
    this.#set(name, problem === undefined);
  }

  #set(name: string, isServing: boolean): void {
    this.#isServing.set(name, isServing);
    this.#implementation.setStatus(name, isServing ? 'SERVING' : 'NOT_SERVING');
  }
}

async function problemOf(check: Check, signal: AbortSignal): Promise<ForewarnError | undefined> {
  try {
    await check(AbortSignal.any([signal, AbortSignal.timeout(checkTimeoutMs)]));
    return undefined;
  } catch (thrown) {
    return ForewarnError.from(thrown);
  }
}
