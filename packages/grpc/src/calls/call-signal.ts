import type { EventEmitter } from 'node:events';
import { ForewarnError } from '@forewarn/core';

/** What a signal needs to know of a call. */
export type EndableCall = EventEmitter & {
  readonly cancelled: boolean;
  getDeadline(): Date | number;
};

/** A signal that is aborted when a call's answer is no longer wanted. */
export interface CallSignal {
  readonly signal: AbortSignal;
  /** Aborts it for another reason. */
  abort(reason: ForewarnError): void;
  /** To be called when the call is answered. */
  release(): void;
}

// The longest delay of a timer.
const longestTimerMs = 2 ** 31 - 1;

/**
 * Follows a call's cancellation and its deadline. The deadline has a timer of its own, because grpc-js tells of it only once
 * what was written has left, which a client that has stopped reading prevents.
 */
export function followCall(call: EndableCall): CallSignal {
  const controller = new AbortController();
  const abort = (why: string) => controller.abort(new ForewarnError('cancelled', why));
  const onCancelled = () => abort('the client ended the call');
  call.once('cancelled', onCancelled);
  if (call.cancelled) onCancelled();
  const remainingMs = Number(call.getDeadline()) - Date.now();
  const timer =
    remainingMs < longestTimerMs
      ? setTimeout(() => abort('the deadline of the call has passed'), Math.max(0, remainingMs))
      : undefined;
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release() {
      clearTimeout(timer);
      call.off('cancelled', onCancelled);
    },
  };
}
