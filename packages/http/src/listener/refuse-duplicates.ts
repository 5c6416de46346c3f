import { ForewarnError } from '@forewarn/core';
import type { Forward } from '../forward/forward.js';
import type { Route } from '../route/route.js';

/**
 * Sees that each request has one place to go.
 *
 * @throws {ForewarnError} `internal` for two routes of one method and path, or a route that lies under a prefix that is forwarded
 */
export function refuseDuplicates(routes: readonly Route[], forward: readonly Forward[]): void {
  const seen = new Map<string, Route>();
  for (const route of routes) {
    const key = `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`;
    const other = seen.get(key);
    if (other)
      throw new ForewarnError('internal', `${nameOf(other)} and ${nameOf(route)} are the same route`);
    seen.set(key, route);
    const taken = forward.find(({ prefix }) => `${route.path}/`.startsWith(`${prefix}/`));
    if (taken)
      throw new ForewarnError(
        'config-invalid',
        `${taken.prefix} is forwarded, but ${nameOf(route)} is served here`,
      );
  }
}

const nameOf = ({ method, path, operationId }: Route) => `${operationId} (${method.toUpperCase()} ${path})`;
