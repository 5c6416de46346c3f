import type { IncomingMessage, RequestListener } from 'node:http';
import { type HostRule, targetOf } from '@forewarn/lifecycle';
import type { Express, RequestHandler } from 'express';

/** Keeps requests out that mean another server, or that a page of another server sends. */
export interface HostGuard {
  /** Refuses them: goes before all that answers. */
  readonly refuse: RequestHandler;
  /** Hands requests to the application, with targets as they usually are: Express would look for routes behind `http://host`. */
  before(app: Express): RequestListener;
}

/** Makes a guard by a rule. */
export function createHostGuard(hosts: HostRule): HostGuard {
  const refusals = new WeakMap<IncomingMessage, Error>();
  return {
    refuse: (request, _response, next) => next(refusals.get(request)),
    before: (app) => (request, response) => {
      const refusal = hosts.refusalOf(request);
      if (refusal) refusals.set(request, refusal);
      request.url = targetOf(request).path;
      app(request, response);
    },
  };
}
