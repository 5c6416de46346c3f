import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { accountsSql } from './accounts-sql.js';
import { tableRights } from './table-rights.js';

const db = fileURLToPath(new URL('../../../../db/', import.meta.url));

/** What a pattern's first group finds in the migrations of all modules. */
async function namesIn(pattern: RegExp): Promise<string[]> {
  const files = (await readdir(db, { recursive: true })).filter((file) =>
    /mysql\/\d{4}_\w+\.sql$/.test(file),
  );
  const texts = await Promise.all(files.map((file) => readFile(`${db}${file}`, 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));
}

test('db/accounts.sql is what the rights to tables come to', async () => {
  // Written anew by: node -e "import('@forewarn/store').then((store) => process.stdout.write(store.accountsSql()))" in packages/store, built.
  expect(await readFile(`${db}accounts.sql`, 'utf8')).toBe(accountsSql());
});

test('every table of the migrations is named once, so that none is forgotten', async () => {
  const tables = await namesIn(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gm);
  expect(tables.length).toBeGreaterThan(10);
  const named = tableRights.flatMap((rights) => rights.tables);
  expect([...named].sort()).toEqual([...tables, 'module_migration'].sort());
});
