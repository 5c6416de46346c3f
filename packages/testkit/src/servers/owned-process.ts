import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithThisProcess } from './exit-guard.js';
import { findExecutable } from './find-executable.js';
import { runCommand } from './run-command.js';

const LOG_LIMIT = 64 * 1024;

/** A child process that does not outlive this one. */
export class OwnedProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #hasExited = false;
  #log = '';

  private constructor(command: string, args: readonly string[]) {
    // A process group of its own: Ctrl-C in a terminal reaches this process alone, which then stops the child in order.
    this.#child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#append(text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#append(text));
    const release = endWithThisProcess({ endNow: () => this.#child.kill('SIGKILL') });
    this.#exited = new Promise((resolve) => {
      const ended = (reason: string) => {
        this.#append(`${reason}\n`);
        this.#hasExited = true;
        release();
        resolve();
      };
      this.#child.once('error', (error) => ended(error.message));
      this.#child.once('close', (code, signal) => ended(`[process ended: ${signal ?? `exit code ${code}`}]`));
    });
  }

  /**
   * Starts a program. On Linux the kernel kills it when the thread that started it dies, whatever that died of.
   *
   * @param command  path of the program
   */
  static async start(command: string, args: readonly string[]): Promise<OwnedProcess> {
    const setpriv = process.platform === 'linux' ? await findExecutable(['setpriv']) : undefined;
    const leash = ['--pdeathsig', 'KILL', '--'];
    // BusyBox has a setpriv without this option.
    const canLeash = setpriv !== undefined && (await runCommand(setpriv, [...leash, 'true'])).code === 0;
    return canLeash
      ? new OwnedProcess(setpriv, [...leash, command, ...args])
      : new OwnedProcess(command, args);
  }

  /** `undefined` when the program could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** The last lines of standard output and error, at most 64 KiB of them, oldest first. */
  logs(): readonly string[] {
    return this.#log.split('\n').filter((line) => line !== '');
  }

  /** Asks with SIGTERM, and kills when it has not ended after `graceMs` milliseconds. */
  async terminate(graceMs: number): Promise<void> {
    this.#child.kill('SIGTERM');
    const patience = new AbortController();
    const expired = delay(graceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.#exited, expired]);
    patience.abort();
    await this.kill();
  }

  /** SIGKILL: no chance to flush or to say goodbye. Returns when the process is gone. */
  async kill(): Promise<void> {
    if (!this.#hasExited) this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #append(text: string): void {
    this.#log = (this.#log + text).slice(-LOG_LIMIT);
  }
}
