import type { Caller } from '@forewarn/core';
import type { Request } from 'express';
import { preconditionOf } from '../conditional/precondition.js';
import { idempotencyKeyOf, requestFingerprint } from '../idempotency/idempotency-key.js';
import type { IdempotentAnswer } from '../idempotency/idempotent-answers.js';
import type { Route } from '../route/route.js';
import { clientOf } from './client-of.js';
import type { RouteLimits } from './route-limits.js';

/** A request, and who sent it. */
interface CallersRequest {
  readonly request: Request;
  readonly caller: Caller;
}

/** Runs a route in its turn; with an `Idempotency-Key` once a key of a caller. */
export async function runRoute(
  route: Route,
  { request, caller }: CallersRequest,
  signal: AbortSignal,
  { concurrency, idempotent }: Pick<RouteLimits, 'concurrency' | 'idempotent'>,
): Promise<IdempotentAnswer> {
  const { params, query, body } = request;
  const raw = {
    params,
    query,
    body,
    precondition: preconditionOf(request.get('if-match')),
    lastEventId: request.get('last-event-id'),
    caller,
    client: clientOf(request),
  };
  const work = () => concurrency.run(() => route.run(raw, signal), signal);
  const key =
    route.idempotencyKey &&
    idempotencyKeyOf(request.get('idempotency-key'), route.idempotencyKey === 'required');
  if (key === undefined) return { answer: await work(), isReplayed: false };
  const fingerprint = requestFingerprint(request.originalUrl, body);
  return idempotent.answer(JSON.stringify([caller.name, route.operationId, key]), fingerprint, work);
}
