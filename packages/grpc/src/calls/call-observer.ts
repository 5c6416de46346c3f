import { ForewarnError, type Logger } from '@forewarn/core';
import type { ServerErrorResponse } from '@grpc/grpc-js';
import type { CallMetrics } from './call-metrics.js';
import { statusName, toErrorResponse } from './grpc-status.js';

/** Counts and logs what becomes of calls. */
export interface CallObserver {
  /** A stream's first message is on its way. */
  firstMessage(method: string, afterMs: number): void;
  /** The call was answered to its end. */
  succeeded(method: string): void;
  /** The call failed: logs it, once. @returns what to answer */
  failed(method: string, thrown: unknown): ServerErrorResponse;
}

/** A {@link CallObserver} that logs defects as errors, troubles of the system as warnings, and the rest for debugging. */
export function createCallObserver(metrics: CallMetrics, logger: Logger): CallObserver {
  return {
    firstMessage: (method, afterMs) => metrics.firstMessageSeconds.observe({ method }, afterMs / 1_000),
    succeeded: (method) => metrics.calls.inc({ method, status: 'OK' }),
    failed(method, thrown) {
      const error = ForewarnError.from(thrown);
      metrics.calls.inc({ method, status: statusName(error) });
      logger[levelOf(error)]({ method, error }, `${method} failed`);
      return toErrorResponse(error);
    },
  };
}

function levelOf({ kind }: ForewarnError): 'debug' | 'warn' | 'error' {
  if (kind === 'internal' || kind === 'corrupt-data') return 'error';
  if (kind === 'invalid-argument' || kind === 'cancelled' || kind === 'resource-exhausted') return 'debug';
  return 'warn';
}
