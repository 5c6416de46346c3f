import type { Request } from 'express';
import { preconditionOf } from '../conditional/precondition.js';
import { idempotencyKeyOf, requestFingerprint } from '../idempotency/idempotency-key.js';
import type { IdempotentAnswer } from '../idempotency/idempotent-answers.js';
import type { Route } from '../route/route.js';
import type { RouteLimits } from './route-limits.js';

/** Runs a route in its turn; with an `Idempotency-Key` once a key. */
export async function runRoute(
  route: Route,
  request: Request,
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
  };
  const work = () => concurrency.run(() => route.run(raw, signal), signal);
  const key =
    route.idempotencyKey &&
    idempotencyKeyOf(request.get('idempotency-key'), route.idempotencyKey === 'required');
  if (key === undefined) return { answer: await work(), isReplayed: false };
  const fingerprint = requestFingerprint(request.originalUrl, body);
  return idempotent.answer(`${route.operationId} ${key}`, fingerprint, work);
}
