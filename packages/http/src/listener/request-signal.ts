import { setMaxListeners } from 'node:events';
import { ForewarnError, formatDuration, onAbort } from '@forewarn/core';
import type { Response } from 'express';
import { HttpError } from '../http-error.js';

/** A signal that ends with the request; `release` when it is answered. */
export interface RequestSignal {
  readonly signal: AbortSignal;
  /** Takes the time limit off: an answer that streams may go on for longer. */
  lift(): void;
  /** Ends what still works for the request. */
  cancel(why: string): void;
  release(): void;
}

/** Aborts when the client disconnects before it is answered, when the time is up, and when the server stops. */
export function requestSignal(response: Response, timeoutMs: number, stopping: AbortSignal): RequestSignal {
  const controller = new AbortController();
  // A handler gives it to as many calls at once as it likes.
  setMaxListeners(0, controller.signal);
  const cancel = (message: string) => controller.abort(new ForewarnError('cancelled', message));
  const onClose = () => {
    if (!response.writableFinished) cancel('the client disconnected before it was answered');
  };
  const timer = setTimeout(
    () =>
      controller.abort(
        new HttpError(
          'request-timeout',
          `the answer took longer than ${formatDuration(timeoutMs)}; ask for a shorter window, or narrow the selectors`,
        ),
      ),
    timeoutMs,
  );
  response.once('close', onClose);
  const releaseStop = onAbort(stopping, () => cancel('the server is stopping; try again once it is back'));
  return {
    signal: controller.signal,
    cancel,
    lift: () => clearTimeout(timer),
    release() {
      clearTimeout(timer);
      response.off('close', onClose);
      releaseStop();
    },
  };
}
