import { inject } from 'vitest';
import type { ServerAddresses } from './running-servers.js';
import type {} from './vitest-global-setup.js';

/**
 * Where the real servers are that `@forewarn/testkit/global-setup` started for this run of vitest.
 *
 * @returns addresses; `null` when they cannot be had here: `describe.skipIf(servers() === null)`
 * @throws  when the run has no such global setup
 */
export function servers(): ServerAddresses | null {
  const addresses = inject('forewarnServers');
  if (addresses === undefined)
    throw new Error('Add @forewarn/testkit/global-setup to the globalSetup of this run.');
  return addresses;
}

/**
 * Whether a test can start, kill and restart servers of its own: not where containers stand for native servers.
 * Use as `describe.skipIf(!canStartServers())`.
 */
export const canStartServers = (): boolean => inject('forewarnCanStartServers');
