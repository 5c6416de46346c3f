import { printableLines } from '@forewarn/core';
import { Command } from 'commander';
import type { ConsoleIo } from './io/console-io.js';
import { registerConsoleCommands } from './register-console-commands.js';

/**
 * The console as a program of its own: commands as in `registerConsoleCommands`, the menu without any.
 *
 * @param words  of the command line, without the interpreter and the script
 */
export async function runConsole(words: readonly string[], io: ConsoleIo): Promise<void> {
  const program = new Command('forewarn-console')
    .description('stored analyses and SLAs, for people and scripts; without a command: a menu')
    .configureOutput({
      writeOut: (text) => io.stdout.write(printableLines(text)),
      writeErr: (text) => io.stderr.write(printableLines(text)),
    })
    .exitOverride(({ exitCode }) => io.exit(exitCode === 0 ? 0 : 2));
  registerConsoleCommands(program, io);
  await program.parseAsync(words.length === 0 ? ['console'] : [...words], { from: 'user' });
}
