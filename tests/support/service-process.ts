import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@forewarn/testkit';
import { askHttps } from './https-get.js';
import type { ServiceName } from './service-catalogue.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A running service. */
export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  readonly operationsUrl: string;
  /** The lines that it logged, parsed where they are JSON. */
  readonly log: readonly LogLine[];
  /** Resolves when `/readyz` says so. */
  ready(timeoutMs?: number): Promise<void>;
  /** Resolves with the first log line that matches, past or future. */
  logged(matches: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>;
  /** SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** One line of a service's log. */
export interface LogLine {
  readonly message?: string;
  readonly [field: string]: unknown;
}

/**
 * Starts a service as its own process, with its health on a free port. It is killed when the test's cleanup calls `stop` or `kill`.
 *
 * @param checkout  where it is built. Default: here
 */
export async function startService<Name extends string = ServiceName>(
  name: Name,
  env: Readonly<Record<string, string>>,
  checkout = root,
): Promise<ServiceProcess & { readonly name: Name }> {
  const operationsPort = await freePort();
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', path.join(checkout, 'apps', name, 'dist', 'main.js')],
    {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'debug', OPERATIONS_PORT: String(operationsPort), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log: LogLine[] = [];
  const listeners = new Set<(line: LogLine) => void>();
  const take = (line: LogLine) => {
    log.push(line);
    for (const listener of listeners) listener(line);
  };
  readLines(child, take);
  const gone = once(child, 'exit');
  const scheme = env.TLS_CERT_FILE === undefined ? 'http' : 'https';
  const operationsUrl = `${scheme}://127.0.0.1:${operationsPort}`;
  return {
    name,
    pid: child.pid!,
    operationsUrl,
    log,
    ready: (timeoutMs = 60_000) => untilReady(`${operationsUrl}/readyz`, child, log, timeoutMs),
    logged: (matches, timeoutMs = 60_000) => firstLine(log, listeners, matches, timeoutMs, name),
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await gone;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      const [code] = (await gone) as [number | null];
      return code;
    },
  };
}

function readLines(child: ChildProcess, take: (line: LogLine) => void): void {
  for (const stream of [child.stdout!, child.stderr!]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(parseLine(line));
    });
  }
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { message: line };
  }
}

async function untilReady(
  url: string,
  child: ChildProcess,
  log: readonly LogLine[],
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the service ended with code ${child.exitCode}: ${tail(log)}`);
    try {
      const { status, body } = await askHttps(url);
      last = body;
      if (status === 200) return;
    } catch (error) {
      last = String(error);
    }
    await delay(50);
  }
  throw new Error(`not ready after ${timeoutMs} ms: ${last}\n${tail(log)}`);
}

function firstLine(
  log: readonly LogLine[],
  listeners: Set<(line: LogLine) => void>,
  matches: (line: LogLine) => boolean,
  timeoutMs: number,
  name: string,
): Promise<LogLine> {
  const past = log.find(matches);
  if (past) return Promise.resolve(past);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listeners.delete(listener);
      reject(new Error(`${name} did not log what was awaited within ${timeoutMs} ms: ${tail(log)}`));
    }, timeoutMs);
    const listener = (line: LogLine) => {
      if (!matches(line)) return;
      clearTimeout(timer);
      listeners.delete(listener);
      resolve(line);
    };
    listeners.add(listener);
  });
}

const tail = (log: readonly LogLine[]): string =>
  log
    .slice(-8)
    .map((line) => JSON.stringify(line))
    .join('\n');
