import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where distributions put servers, though people's PATH often leaves it out. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * The first of several names of a program that can be executed.
 *
 * @param names  alternative names, best first: the same program is named differently by distribution
 * @param path   folders to search, separated as in PATH; those of servers are searched after them
 * @returns      absolute path, or `undefined` when none is there
 */
export async function findExecutable(
  names: readonly string[],
  path: string = process.env.PATH ?? '',
): Promise<string | undefined> {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...SERVER_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const candidate = join(folder, name);
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
