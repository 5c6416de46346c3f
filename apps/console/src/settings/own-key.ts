import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@forewarn/config';
import { ForewarnError } from '@forewarn/core';

/** Where commands look for a key that nobody names. */
export const ownKeyFile = (env: Environment): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'forewarn', 'key');

/**
 * Reads a key from a file that its owner alone can read, as ssh does with its keys.
 *
 * @param isOptional  whether it is no mistake that there is no such file
 * @throws            {ForewarnError} `config-invalid`; never with what the file holds
 */
export function readKeyFile(file: string, isOptional: boolean): string | undefined {
  try {
    const { mode } = statSync(file);
    // Windows has no such rights.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw unusable(`the key file ${file} can be read by others: chmod 600 it`);
    const key = readFileSync(file, 'utf8').trim();
    if (/^[\x21-\x7e]{1,1024}$/.test(key)) return key;
    throw unusable(`the key file ${file} holds no key: write one line into it`);
  } catch (thrown) {
    if (thrown instanceof ForewarnError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    if (isOptional && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw unusable(`the key file ${file} cannot be read (${code ?? 'unknown error'})`);
  }
}

const unusable = (message: string): ForewarnError => new ForewarnError('config-invalid', message);

/** Behind what a server says to who has shown no key, or a wrong one. */
export const keyHint = 'give commands a key by --key-file, FOREWARN_KEY_FILE or ~/.config/forewarn/key';
