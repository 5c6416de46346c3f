import { ForewarnError, printable } from '@forewarn/core';
import type { ConsoleIo } from '../io/console-io.js';
import { createOutput, type Output } from '../io/output.js';

/** Prints a failure as one line on standard error. */
export function reportFailure(io: Pick<ConsoleIo, 'stderr'>, thrown: unknown): void {
  io.stderr.write(`forewarn: ${printable(ForewarnError.from(thrown).message)}\n`);
}

/**
 * Runs a command to its end: a failure becomes one line on standard error and exit code 1; a reader that leaves early
 * (`| head`) ends it quietly, as done. `failureCode` is the exit code of commands to which 1 means something else.
 */
export async function runCommand(
  io: ConsoleIo,
  work: (output: Output) => Promise<void>,
  { failureCode = 1 }: { readonly failureCode?: number } = {},
): Promise<void> {
  const output = createOutput(io.stdout);
  try {
    await work(output);
  } catch (thrown) {
    if (output.closed.aborted && ForewarnError.from(thrown).kind === 'cancelled') return;
    reportFailure(io, thrown);
    io.setExitCode(failureCode);
  }
}

/** Writes texts as they come, at the pace of the output's reader. */
export async function writeAll(output: Output, texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts) await output.write(text);
}
