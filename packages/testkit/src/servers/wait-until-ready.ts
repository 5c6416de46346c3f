import { setTimeout as delay } from 'node:timers/promises';
import type { OwnedProcess } from './owned-process.js';
import { ServerStartError } from './server-start-error.js';

/** Throws until the server answers. Must end when the signal is aborted. */
export type ReadinessProbe = (signal: AbortSignal) => Promise<unknown>;

/** What is waited for, and how long. */
export interface Readiness {
  readonly server: string;
  readonly process: OwnedProcess;
  readonly probe: ReadinessProbe;
  /** Milliseconds until the wait is given up. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const PAUSE_MS = 50;
const PROBE_LIMIT_MS = 3_000;
const SHOWN_LOG_LINES = 25;

/**
 * Asks a server every 50 ms whether it is ready, until it is.
 *
 * @throws {ServerStartError} with the server's last log lines, when its process ends or the time is over
 * @throws the signal's reason when `signal` is aborted
 */
export async function waitUntilReady(readiness: Readiness): Promise<void> {
  const { server, process, probe, timeoutMs, signal } = readiness;
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  while (!process.hasExited && performance.now() < deadline) {
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(PROBE_LIMIT_MS);
    try {
      await probe(signal ? AbortSignal.any([signal, limit]) : limit);
      return;
    } catch (error) {
      lastError = error;
    }
    await delay(PAUSE_MS);
  }
  signal?.throwIfAborted();
  const what = process.hasExited ? 'ended before it was ready' : `was not ready after ${timeoutMs} ms`;
  const logs = process.logs().slice(-SHOWN_LOG_LINES).join('\n');
  throw new ServerStartError(`${server} ${what} (${String(lastError)}). Its last log lines:\n${logs}`, {
    cause: lastError,
  });
}
