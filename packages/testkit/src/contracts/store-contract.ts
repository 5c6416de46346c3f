import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from './store.js';
import type { StoreContractContext } from './store-contract-context.js';
import { migrationPromises } from './store-contract-migration.js';
import { pagingPromises } from './store-contract-paging.js';
import { readingPromises } from './store-contract-reading.js';
import { replayPromises } from './store-contract-replay.js';
import { slaPromises } from './store-contract-sla.js';
import { sqlPromises } from './store-contract-sql.js';
import { writingPromises } from './store-contract-writing.js';
import type { StoreTestDatabase } from './store-test-database.js';

export type { StoreTestDatabase } from './store-test-database.js';

/**
 * Every promise of the port `Store`, as tests. Each adapter runs them.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function storeContract(name: string, createDatabase: () => Promise<StoreTestDatabase>): void {
  describe(`${name} keeps the promises of a store`, () => {
    let context: StoreContractContext;
    let opened: Store[] = [];

    beforeEach(async () => {
      const database = await createDatabase();
      const open = () => {
        const store = database.open();
        opened.push(store);
        return store;
      };
      context = { database, open, store: open() };
      await context.store.migrate();
    });

    afterEach(async () => {
      await Promise.all(opened.map((store) => store.close()));
      opened = [];
      await context.database.discard();
    });

    migrationPromises(createDatabase);
    writingPromises(() => context);
    replayPromises(() => context);
    readingPromises(() => context);
    pagingPromises(() => context);
    sqlPromises(() => context);
    slaPromises(() => context);
  });
}
