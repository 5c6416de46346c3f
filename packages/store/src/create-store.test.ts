import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMysqlStore, createSqliteStore } from './create-store.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a store in a file has the tables of every domain, and tells what it made', async () => {
  const logger = recordingLogger();
  const store = createSqliteStore({ file: join(folder, 'store.db'), logger });
  await store.migrate();
  await store.check();
  expect(new Set(logger.lines.map(({ fields }) => fields.module))).toEqual(
    new Set(['consumer-offsets', 'access', 'analysis', 'slo']),
  );
  expect(await store.listSlas()).toEqual([]);
  expect(await store.listSeries({}, { limit: 1 })).toEqual({ items: [] });
  expect(await store.nextOffset({ group: 'g', topic: 't', partition: 0 })).toBeUndefined();
  await store.close();
  await expect(store.check()).rejects.toMatchObject({ code: 'store-unavailable' });
});

test('a store in a file may be without a logger', async () => {
  const store = createSqliteStore({ file: join(folder, 'store.db') });
  await store.migrate();
  await expect(store.check()).resolves.toBeUndefined();
  await store.close();
});

test('a store on a server asks it when it is called, and says which was not there', async () => {
  const logger = recordingLogger();
  const options = { host: '127.0.0.1', port: 1, user: 'u', password: 'p', database: 'none' };
  const store = createMysqlStore({ ...options, logger });
  await expect(store.check()).rejects.toMatchObject({
    code: 'store-unavailable',
    details: { server: '127.0.0.1:1/none' },
  });
  await store.close();
});
