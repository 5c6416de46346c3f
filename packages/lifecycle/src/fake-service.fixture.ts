import type { Service } from './service.js';

/** How a service of the tests behaves where it does not simply start and stop. */
export interface FakeBehaviour {
  readonly start?: (signal: AbortSignal) => Promise<void>;
  readonly stop?: () => Promise<void>;
  readonly check?: (signal: AbortSignal) => Promise<void>;
}

/** A service that writes down what is done with it, and can be made to fail. */
export interface FakeService extends Service {
  fail(error: Error): void;
}

/**
 * A service for tests.
 *
 * @param events  where it writes `<name> started` and `<name> stopped`; several share one
 */
export function fakeService(name: string, events: string[], behaviour: FakeBehaviour = {}): FakeService {
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  return {
    name,
    failure,
    fail: (error) => fail(error),
    async start(signal) {
      await behaviour.start?.(signal);
      events.push(`${name} started`);
    },
    async stop() {
      await behaviour.stop?.();
      events.push(`${name} stopped`);
    },
    check: async (signal) => behaviour.check?.(signal),
  };
}
