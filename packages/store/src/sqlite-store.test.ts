import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@forewarn/sql';
import { DatabaseSync } from '@photostructure/sqlite';
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
