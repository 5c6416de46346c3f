import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandResult {
  /** Exit code; `undefined` when the command could not be started or was ended by a signal. */
  readonly code: number | undefined;
  /** Standard output, at most its last 64 KiB. */
  readonly stdout: string;
  /** Standard output and error as they came, at most their last 64 KiB. */
  readonly output: string;
}

/** Limits and surroundings of a command. */
export interface CommandOptions {
  /** Ends the command with SIGTERM. */
  readonly signal?: AbortSignal | undefined;
  /** Longest run in milliseconds; a minute by default. */
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Receives each piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
}

const OUTPUT_LIMIT = 64 * 1024;

/**
 * Runs a command to its end. No shell is involved: every argument arrives as it is.
 *
 * @returns the result, also when the command fails or does not exist: callers decide what that means
 * @throws  the signal's reason when `signal` is aborted
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const limit = AbortSignal.timeout(options.timeoutMs ?? 60_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const result = await collect(command, args, options, signal);
  options.signal?.throwIfAborted();
  return result;
}

function collect(
  command: string,
  args: readonly string[],
  { env, cwd, onOutput }: CommandOptions,
  signal: AbortSignal,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: env ?? process.env,
      cwd,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    const append = (text: string) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
      onOutput?.(text);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-OUTPUT_LIMIT);
      append(text);
    });
    child.stderr.setEncoding('utf8').on('data', append);
    child.once('error', (error) => resolve({ code: undefined, stdout, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? undefined, stdout, output }));
  });
}
