import type { Access, Caller, ConcurrencyLimit } from '@forewarn/core';
import type { Request } from 'express';
import type { IdempotentAnswers } from '../idempotency/idempotent-answers.js';

/** Tells who asks, where they may. @throws {ForewarnError} of the kind `permission-denied` or `unauthenticated` where not */
export type Authorize = (access: Access, request: Request) => Caller | Promise<Caller>;

/** What bounds the requests. */
export interface RouteLimits {
  readonly timeoutMs: number;
  /** Of one JSON answer. */
  readonly answerBytes: number;
  readonly concurrency: ConcurrencyLimit;
  readonly idempotent: IdempotentAnswers;
  readonly authorize: Authorize;
  /** Aborted when the server begins to stop: streams end. */
  readonly draining: AbortSignal;
  /** Aborted when whatever still runs must end. */
  readonly stopping: AbortSignal;
}
