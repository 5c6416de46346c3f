import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endWithThisProcess } from './exit-guard.js';

/** Where one server keeps its data. */
export interface DataDirectory {
  readonly path: string;
  /** Removes a temporary directory; leaves one that was given by the caller. */
  remove(): Promise<void>;
}

/**
 * Opens the directory of a server's data.
 *
 * @param server  short name, becomes part of a temporary directory's name
 * @param given   a directory to use and keep, created when absent; a fresh temporary one when not given, which is
 *                removed by `remove` and when this process exits
 */
export async function openDataDirectory(server: string, given: string | undefined): Promise<DataDirectory> {
  if (given !== undefined) {
    await mkdir(given, { recursive: true });
    return { path: resolve(given), remove: async () => {} };
  }
  const path = await mkdtemp(join(tmpdir(), `forewarn-${server}-`));
  // A process that was just killed may still be creating files: hence the attempts.
  const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };
  const release = endWithThisProcess({ endNow: () => rmSync(path, removal) });
  const remove = async () => {
    await rm(path, removal);
    release();
  };
  return { path, remove };
}
