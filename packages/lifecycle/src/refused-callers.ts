import { accessErrorCodes, ForewarnError } from '@forewarn/core';
import { Counter } from '@forewarn/telemetry';
import type { RefusalOptions } from './refusals.js';

const name = 'forewarn_refused_callers_total';

const codes = Object.keys(accessErrorCodes);

/**
 * Counts those whom a listener does not let in, or not that far, in `forewarn_refused_callers_total` by the code of the error.
 *
 * @param asked  rejects with why not
 * @returns      as `asked` does
 */
export function countingRefusedCallers<Arguments extends unknown[], Result>(
  { listener, registry }: Omit<RefusalOptions, 'logger'>,
  asked: (...from: Arguments) => Result | Promise<Result>,
): (...from: Arguments) => Promise<Result> {
  const known = registry.getSingleMetric(name) as Counter<'listener' | 'code'> | undefined;
  const counter =
    known ??
    new Counter({
      name,
      help: 'Requests and calls that were refused since it is not known who sends them, or they may not, by the code of the error',
      labelNames: ['listener', 'code'],
      registers: [registry],
    });
  // Begins at zero, since `increase()` cannot see the first step of a series that begins with it.
  for (const code of codes) counter.inc({ listener, code }, 0);
  return async (...from) => {
    try {
      return await asked(...from);
    } catch (thrown) {
      const { code, kind } = ForewarnError.from(thrown);
      if (kind === 'unauthenticated' || kind === 'permission-denied') counter.inc({ listener, code });
      throw thrown;
    }
  };
}
