import type { Caller } from '@forewarn/core';
import type { Response } from 'express';

const callers = new WeakMap<Response, Caller>();

/** Keeps who asks, for the handler. */
export const rememberCaller = (response: Response, caller: Caller): void =>
  void callers.set(response, caller);

/** Who asks, of a request that was let in. */
export function callerOf(response: Response): Caller {
  const caller = callers.get(response);
  if (!caller) throw new Error('a route was mounted without asking who calls it');
  return caller;
}
