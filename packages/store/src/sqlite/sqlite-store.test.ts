import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeContract } from '@forewarn/testkit';
import { DatabaseSync } from '@photostructure/sqlite';
import { createSqliteStore } from './create-sqlite-store.js';

storeContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-store-'));
  const file = join(folder, 'store.db');
  return {
    open: () => createSqliteStore({ file }),
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
});
