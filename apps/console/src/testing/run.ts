import type { ConsoleIo } from '../io/console-io.js';
import { runConsole } from '../run-console.js';
import { createTestIo, Exited, type TestIo } from './test-io.js';

/** Runs the program to its end, also one that ends with wrong usage. */
export async function runIn<T extends ConsoleIo>(io: T, ...words: string[]): Promise<T> {
  try {
    await runConsole(words, io);
  } catch (thrown) {
    if (!(thrown instanceof Exited)) throw thrown;
  }
  return io;
}

/** Runs a command with nothing on standard input. */
export const run = (...words: string[]): Promise<TestIo> => runIn(createTestIo(), ...words);

/** Runs the menu with choices piped into it. */
export function runMenu(choices: string, ...words: string[]): Promise<TestIo> {
  const io = createTestIo();
  io.stdin.end(choices);
  return runIn(io, 'console', ...words);
}
