import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { ForewarnError } from '@forewarn/core';
import type { ConsoleIo } from '../io/console-io.js';

/**
 * Reads a file, or standard input for `-`.
 *
 * @throws {ForewarnError} `invalid-request` when it cannot be read
 */
export async function readText(file: string, { stdin }: Pick<ConsoleIo, 'stdin'>): Promise<string> {
  if (file === '-') return text(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new ForewarnError('invalid-request', `${file} cannot be read (${code})`, { cause });
  }
}

/** The name of the input, for people. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : file);
