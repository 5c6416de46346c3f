import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@forewarn/sql';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createSloStore } from './slo/create-slo-store.js';
import { storeContract } from './store-contract.fixture.js';

storeContract({
  name: 'SQLite',
  folder: 'sqlite',
  async createDatabase() {
    const folder = await mkdtemp(join(tmpdir(), 'forewarn-store-'));
    const file = join(folder, 'store.db');
    return {
      open: () => openSqlite({ file }),
      async execute(sql) {
        const database = new DatabaseSync(file, { timeout: 1_000 });
        try {
          return database.prepare(sql).all();
        } finally {
          database.close();
        }
      },
      discard: () => rm(folder, { recursive: true }),
    };
  },
  schemaQueries: ['SELECT type, name, tbl_name AS table_name, sql FROM sqlite_master ORDER BY name'],
});

test('an objective whose stored indicator cannot be read is told as one, beside the others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-store-'));
  const file = join(folder, 'store.db');
  const database = openSqlite({ file });
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  const store = createSloStore(database);
  await store.migrate();
  const objective = { bounds: { min: 1 }, target: 0.9, window: { rollingMs: 60_000 } };
  const indicator = { metric: 'up', matchers: [] };
  for (const name of ['a', 'b']) {
    await store.createSla({ name, description: '', objectives: [{ name, indicator, ...objective }] });
  }
  await database.transaction((connection) =>
    connection.run("UPDATE objective SET indicator = 'up{' WHERE sla_name = ?", ['a']),
  );
  expect((await store.listSlas()).flatMap(({ objectives }) => objectives)).toMatchObject([
    { name: 'a', unreadable: { reason: 'objective-unreadable', detail: expect.stringContaining('up{') } },
    { name: 'b', indicator },
  ]);
});
