import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@forewarn/testkit';

/** The script of the command line in this checkout. */
export const builtProgram = fileURLToPath(new URL('../../apps/forewarn/bin/forewarn.mjs', import.meta.url));

/** What a run of the command line left behind. */
export interface FinishedRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** A run of the command line. */
export interface ForewarnProgram {
  readonly child: ChildProcess;
  /** Resolves when the program has exited and all its output is read. */
  readonly finished: Promise<FinishedRun>;
  /** Resolves with everything on standard output, once that matches; rejects when the program ends before. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** Sends a signal, unless the program has ended, and resolves when it has. `tookMs` counts from the signal. */
  end(signal: NodeJS.Signals): Promise<FinishedRun>;
}

/** How the command line is run. */
export interface RunOptions {
  /** What stands on standard input; nothing by default. */
  readonly input?: string | Uint8Array;
  /** Added to an environment that has no settings of Forewarn. */
  readonly env?: Readonly<Record<string, string>>;
  /** The script that is run; that of the checkout by default. */
  readonly program?: string;
}

/** Starts `forewarn` as a user does. Whoever starts it ends it. */
export function spawnForewarn(
  args: readonly string[],
  { input, env, program = builtProgram }: RunOptions = {},
): ForewarnProgram {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: os.tmpdir(), ...env },
    cwd: os.tmpdir(),
  });
  // A program that fails early does not read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const finished = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    ...output,
    tookMs: performance.now() - startedMs,
  }));
  return {
    child,
    finished,
    printed: (pattern, timeoutMs = 90_000) => untilPrinted(output, listeners, finished, pattern, timeoutMs),
    async end(signal) {
      const signalledMs = performance.now();
      child.kill(signal);
      return { ...(await finished), tookMs: performance.now() - signalledMs };
    },
  };
}

/** Runs `forewarn` to its end. */
export const runForewarn = (args: readonly string[], options?: RunOptions): Promise<FinishedRun> =>
  spawnForewarn(args, options).finished;

function untilPrinted(
  output: { readonly stdout: string; readonly stderr: string },
  listeners: Set<() => void>,
  finished: Promise<FinishedRun>,
  pattern: RegExp,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      listeners.delete(look);
      act();
    };
    const look = () => {
      if (pattern.test(output.stdout)) settle(() => resolve(output.stdout));
    };
    const fail = (why: string) => () =>
      settle(() =>
        reject(new Error(`forewarn ${why} before it printed ${pattern}:\n${JSON.stringify(output)}`)),
      );
    const timer = setTimeout(fail(`let ${timeoutMs} ms pass`), timeoutMs);
    listeners.add(look);
    finished.then(fail('ended'), fail('failed'));
    look();
  });
}

/** Where an embedded Forewarn keeps its data and listens. */
export interface EmbeddedPlace {
  readonly dataDir: string;
  readonly url: string;
  readonly grpcAddress: string;
  readonly operationsUrl: string;
  /** Of `forewarn start`. */
  readonly flags: readonly string[];
  remove(): Promise<void>;
}

/** A new data directory and free ports. */
export async function embeddedPlace(): Promise<EmbeddedPlace> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'forewarn-embedded-'));
  const [port, grpcPort, operationsPort] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--port', port, '--grpc-port', grpcPort, '--operations-port', operationsPort].map(String);
  return {
    dataDir,
    url: `http://127.0.0.1:${port}`,
    grpcAddress: `127.0.0.1:${grpcPort}`,
    operationsUrl: `http://127.0.0.1:${operationsPort}`,
    flags: ['--data-dir', dataDir, ...ports],
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** The last line of what a start prints: everything runs then, and the first results are there. */
export const startedPattern = /Ctrl-C stops/;
