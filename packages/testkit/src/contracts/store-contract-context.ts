import type { Store } from './store.js';
import type { StoreTestDatabase } from './store-test-database.js';

/** What a promise of the store is tested on: a database of its own, fresh for each test. */
export interface StoreContractContext {
  readonly database: StoreTestDatabase;
  /** A migrated store on it. */
  readonly store: Store;
  /** Another store on it, as another process has; closed after the test. */
  open(): Store;
}
