import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { assertWritableFile, freeBytes } from './assert-writable-file.js';
import { openSqlite } from './open-sqlite.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-writable-'));
  file = join(folder, 'a.db');
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

describe('the file of a database', () => {
  test('can be written where the system lets it and its disk has room', async () => {
    await writeFile(file, '');
    await assertWritableFile(file);
  });

  test('cannot be written when the system refuses, which says why', async () => {
    await expect(assertWritableFile(file)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: `nothing can be written to the database file (${file}): the system says ENOENT; look at its permissions and its file system`,
      details: { file },
      cause: { code: 'ENOENT' },
    });
  });

  test('cannot be written on a full disk', async () => {
    await writeFile(file, '');
    const refused = await assertWritableFile(file, Number.POSITIVE_INFINITY).catch((thrown) => thrown);
    expect(refused).toMatchObject({
      code: 'store-unavailable',
      message: expect.stringMatching(/: its disk has \d+ bytes left; make room$/),
      details: { file },
    });
    expect(refused).not.toHaveProperty('cause');
  });

  test('has what is kept for root for root alone, and any room where a file system tells no size', () => {
    const room = { blocks: 100, bfree: 9, bavail: 4, bsize: 512 };
    expect(freeBytes(room, true)).toBe(9 * 512);
    expect(freeBytes(room, false)).toBe(4 * 512);
    expect(freeBytes({ ...room, blocks: 0, bfree: 0 }, true)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a SQLite database', () => {
  const full = async (database: ReturnType<typeof openSqlite>) => {
    await database.transaction((connection) => connection.runScript('CREATE TABLE t (x TEXT)'));
    await database.transaction((connection) => connection.runScript('PRAGMA max_page_count = 3'));
    const write = database.transaction((connection) =>
      connection.run('INSERT INTO t VALUES (?)', ['x'.repeat(100_000)]),
    );
    await expect(write).rejects.toMatchObject({ code: 'store-unavailable' });
  };
  const refusal = {
    code: 'store-unavailable',
    message: expect.stringContaining(
      'nothing can be written to the database file just now; look at its disk and permissions',
    ),
  };

  test('takes writes as long as none was refused', async () => {
    const database = openSqlite({ file });
    await database.checkWritable();
    await database.close();
  });

  test('that found no room takes no writes until one succeeds, and reading proves nothing', async () => {
    const database = openSqlite({ file });
    await full(database);
    await expect(database.checkWritable()).rejects.toMatchObject(refusal);
    const query = { sql: 'SELECT x FROM t', parameters: [] } as unknown as CompiledQuery<{ x: string }>;
    await database.transaction((connection) => connection.query(query));
    await expect(database.checkWritable()).rejects.toMatchObject(refusal);
    await database.transaction((connection) => connection.run('INSERT INTO t VALUES (?)', ['x']));
    await database.checkWritable();
    await database.close();
  });

  test('that found no room two minutes ago, with no attempt since, is asked again', async () => {
    const database = openSqlite({ file });
    await full(database);
    vi.setSystemTime(Date.now() + 119_000);
    await expect(database.checkWritable()).rejects.toMatchObject(refusal);
    vi.setSystemTime(Date.now() + 2_000);
    await database.checkWritable();
    await database.close();
  });

  test('that refused the data takes writes', async () => {
    const database = openSqlite({ file });
    await database.transaction((connection) => connection.runScript('CREATE TABLE t (x TEXT NOT NULL)'));
    const write = database.transaction((connection) => connection.run('INSERT INTO t VALUES (?)', [null]));
    await expect(write).rejects.toMatchObject({ code: 'store-rejected' });
    await database.checkWritable();
    await database.close();
  });
});
