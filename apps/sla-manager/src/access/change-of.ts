import type { Caller, Change, Clock } from '@forewarn/core';
import type { Client } from '@forewarn/http';

/** Who asks for a change, and how. */
export interface ChangingRequest {
  readonly caller: Caller;
  readonly client: Client;
}

/** What the audit is told of a change that a request makes. @param document  what is changed, as REST shows it */
export const changeOf = <T>(
  { caller, client }: ChangingRequest,
  clock: Clock,
  document: (value: T) => unknown,
): Change<T> => ({
  author: { name: caller.name, role: caller.role, address: client.address },
  atMs: clock(),
  document,
});
