import { ForewarnError } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { requireAccess } from './require-access.js';

const failing = (error: unknown) => ({
  check: async () => {
    throw error;
  },
});
const signal = new AbortController().signal;

describe('a start that does not wait for something', () => {
  it('goes on when it is there, and when it is away, which is said', async () => {
    const logger = recordingLogger();
    await requireAccess({ check: async () => {} }, { signal, logger });
    expect(logger.lines).toEqual([]);
    const away = new ForewarnError('event-log-unavailable', 'no broker');
    await requireAccess(failing(away), { signal, logger });
    expect(logger.lines).toEqual([
      { level: 'warn', fields: { error: away }, message: 'started without something that is away' },
    ]);
  });

  it('fails when it does not let this process in', async () => {
    const refused = new ForewarnError('event-log-access-denied', 'wrong password');
    await expect(requireAccess(failing(refused), { signal })).rejects.toBe(refused);
  });

  it('does not wait longer than it may', async () => {
    const stop = new AbortController();
    const given: AbortSignal[] = [];
    const silent = {
      check: (options: { readonly signal: AbortSignal }) =>
        new Promise<void>((_, reject) => {
          given.push(options.signal);
          options.signal.addEventListener('abort', () => reject(options.signal.reason));
        }),
    };
    const wait = requireAccess(silent, { signal: stop.signal });
    stop.abort();
    await wait;
    expect(given[0]?.aborted).toBe(true);
  });
});
