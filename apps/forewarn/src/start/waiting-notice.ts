import type { ForewarnError } from '@forewarn/core';

/** Tells a person what is waited for: at once, every minute while it lasts, and when it is over. */
export interface WaitingNotice {
  /** To be called at each failure behind which it is tried again. */
  failed(error: ForewarnError): void;
  /** To be called when it has worked. */
  worked(): void;
}

const sayAgainMs = 60_000;

/**
 * @param what  such as `Prometheus at db:9090`
 * @param say   prints a line
 */
export function waitingNotice(what: string, say: (line: string) => void): WaitingNotice {
  let saidMs: number | undefined;
  return {
    failed: ({ message }) => {
      const nowMs = performance.now();
      if (saidMs !== undefined && nowMs - saidMs < sayAgainMs) return;
      saidMs = nowMs;
      say(`forewarn: waiting for ${what}: ${message}`);
    },
    worked: () => {
      if (saidMs !== undefined) say(`forewarn: ${what} answers`);
      saidMs = undefined;
    },
  };
}
