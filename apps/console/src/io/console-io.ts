import type { Readable, Writable } from 'node:stream';
import type { Environment } from '@forewarn/config';

/** What the console touches of its process, so that tests can stand in for a terminal, a pipe or a script. */
export interface ConsoleIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly stderr: Writable;
  readonly env: Environment;
  /** Where Ctrl-C arrives while nothing is being asked. */
  readonly signals: InterruptSource;
  /** Sets the code with which the process will exit: 0 done, 1 failed, 2 wrong usage; `sla status` has its own. */
  setExitCode(code: number): void;
  /** Ends the process; for wrong usage, found before anything began. */
  exit(code: number): never;
}

/** The part of an event emitter that tells of interrupts. */
export interface InterruptSource {
  on(event: 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGINT', listener: () => void): unknown;
}

/** The real process. */
export const processIo = (): ConsoleIo => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signals: process,
  setExitCode: (code) => {
    process.exitCode = code;
  },
  exit: (code) => process.exit(code),
});

/** Whether colours and moving the cursor are welcome. @source https://no-color.org */
export const isRichTerminal = ({ stdout, env }: Pick<ConsoleIo, 'stdout' | 'env'>): boolean =>
  stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';

/** How wide tables may be: as the terminal, or 80 characters in a pipe. */
export const widthOf = ({ stdout }: Pick<ConsoleIo, 'stdout'>): number =>
  stdout.isTTY && stdout.columns ? Math.max(40, stdout.columns) : 80;
