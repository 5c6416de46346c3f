import { onAbort } from '@forewarn/core';

/** Wakes those that wait for something to have happened: delivery without polling. */
export class WakeUpCall {
  readonly #waiting = new Set<() => void>();

  /** Wakes all who wait now. */
  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** @returns at the next ring, or when the signal is aborted */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        release();
        resolve();
      };
      this.#waiting.add(wake);
      const release = onAbort(signal, wake);
    });
  }
}
