import { ForewarnError } from '@forewarn/core';

/** @throws {ForewarnError} `cancelled` when the signal is aborted */
export function assertNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new ForewarnError('cancelled', 'the call to the store was cancelled', { cause: signal.reason });
  }
}
