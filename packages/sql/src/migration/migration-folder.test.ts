import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { migrationFolder } from './migration-folder.js';

test('sources read the migrations of the repository itself', () => {
  const folder = migrationFolder(import.meta.url, 'consumer-offsets');
  expect(existsSync(new URL('mysql/0001_consumer_offset.sql', folder))).toBe(true);
  expect(folder.pathname).toMatch(/(?<!packages\/.*)\/db\/consumer-offsets\/$/);
});

test.each([
  ['file:///home/u/.work/forewarn/packages/x/src/a.ts', 'file:///home/u/.work/forewarn/db/m/'],
  ['file:///usr/src/app/packages/x/src/deep/down/a.ts', 'file:///usr/src/app/db/m/'],
  ['file:///usr/src/app/packages/x/dist/deep/a.js', 'file:///usr/src/app/packages/x/dist/db/m/'],
  ['file:///dist/node_modules/@forewarn/x/dist/a.js', 'file:///dist/node_modules/@forewarn/x/dist/db/m/'],
])('%s has its migrations at %s', (caller, folder) => {
  expect(migrationFolder(caller, 'm').href).toBe(folder);
});
