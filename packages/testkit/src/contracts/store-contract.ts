import type { Store } from '@forewarn/core';
import { afterEach, beforeEach, describe } from 'vitest';
import { migrationPromises } from './store-contract-migration.js';
import { pagingPromises } from './store-contract-paging.js';
import { readingPromises } from './store-contract-reading.js';
import { replayPromises } from './store-contract-replay.js';
import { slaPromises } from './store-contract-sla.js';
import { sqlPromises } from './store-contract-sql.js';
import { writingPromises } from './store-contract-writing.js';
import type { StoreTestDatabase } from './store-test-database.js';

export type { StoreTestDatabase } from './store-test-database.js';

/** What a promise of the store is tested on: a database of its own, fresh for each test. */
export interface StoreContractContext {
  readonly database: StoreTestDatabase;
  /** A migrated store on it. */
  readonly store: Store;
  /** Another store on it, as another process has; closed after the test. */
  open(): Store;
}

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
