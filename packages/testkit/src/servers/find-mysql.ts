import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ServerStartError } from './server-start-error.js';

/** How a MySQL server is called. */
export interface MysqlProgram {
  readonly command: string;
  /** What precedes the server's own arguments. */
  readonly args: readonly string[];
}

/** Why a run has no tests on MySQL, for people; `undefined` where they run. */
export const whyNoMysql = (): string | undefined =>
  process.env.FOREWARN_MYSQLD
    ? undefined
    : 'MySQL itself is not tested: set FOREWARN_MYSQLD to its mysqld, or to the root of a system that has one.';

/**
 * The MySQL that `FOREWARN_MYSQLD` names: the program, or a folder that holds a whole system with MySQL in it, as debootstrap makes
 * one. Of the latter the program runs with that system's own loader and libraries, which needs no rights of root.
 *
 * @throws {ServerStartError} when the variable is not set, or names neither
 */
export async function findMysql(): Promise<MysqlProgram> {
  const path = process.env.FOREWARN_MYSQLD;
  if (!path) throw new ServerStartError(whyNoMysql() ?? '');
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return mysqlOfRoot(path);
  if (await isExecutable(path)) return { command: path, args: ['--no-defaults'] };
  throw new ServerStartError(`FOREWARN_MYSQLD names ${path}, which is neither a program nor a folder.`);
}

async function mysqlOfRoot(root: string): Promise<MysqlProgram> {
  const loader = await firstMatch([join(root, 'lib64'), join(root, 'lib')], /^ld-linux-[a-z0-9_-]+\.so\.\d$/);
  const libraries = await firstMatch([join(root, 'usr/lib')], /-linux-gnu$/);
  const server = join(root, 'usr/sbin/mysqld');
  if (loader === undefined || libraries === undefined || !(await isExecutable(server)))
    throw new ServerStartError(
      `FOREWARN_MYSQLD names ${root}, which has no usr/sbin/mysqld with its libraries.`,
    );
  const folders = [libraries, join(root, 'usr/lib/mysql/private')].join(':');
  return {
    command: loader,
    args: ['--library-path', folders, server, '--no-defaults', `--basedir=${join(root, 'usr')}`],
  };
}

async function firstMatch(folders: readonly string[], name: RegExp): Promise<string | undefined> {
  for (const folder of folders) {
    const found = (await readdir(folder).catch(() => [])).find((entry) => name.test(entry));
    if (found !== undefined) return join(folder, found);
  }
  return undefined;
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
