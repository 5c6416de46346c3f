import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findMysql, whyNoMysql } from './find-mysql.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-find-mysql-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const named = (path: string) => vi.stubEnv('FOREWARN_MYSQLD', path);

async function program(path: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '');
  await chmod(file, 0o755);
  return file;
}

describe('the MySQL of the tests', () => {
  it('is not there until it is named, which is said', async () => {
    named('');
    expect(whyNoMysql()).toBe(
      'MySQL itself is not tested: set FOREWARN_MYSQLD to its mysqld, or to the root of a system that has one.',
    );
    await expect(findMysql()).rejects.toThrow('set FOREWARN_MYSQLD');
  });

  it('is a program', async () => {
    const command = await program('mysqld');
    named(command);
    expect(whyNoMysql()).toBeUndefined();
    expect(await findMysql()).toEqual({ command, args: ['--no-defaults'] });
  });

  it('is in a folder with a system of its own, whose loader and libraries it is run with', async () => {
    const loader = await program('lib64/ld-linux-x86-64.so.2');
    const server = await program('usr/sbin/mysqld');
    await program('usr/lib/x86_64-linux-gnu/libc.so.6');
    named(folder);
    const libraries = `${folder}/usr/lib/x86_64-linux-gnu:${folder}/usr/lib/mysql/private`;
    expect(await findMysql()).toEqual({
      command: loader,
      args: ['--library-path', libraries, server, '--no-defaults', `--basedir=${folder}/usr`],
    });
  });

  it('is not any file or folder', async () => {
    named(folder);
    await expect(findMysql()).rejects.toThrow('has no usr/sbin/mysqld with its libraries');
    named(join(folder, 'nothing'));
    await expect(findMysql()).rejects.toThrow('neither a program nor a folder');
  });
});
