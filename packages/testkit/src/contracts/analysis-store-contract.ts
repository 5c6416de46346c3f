import { describe } from 'vitest';
import type { AnalysisStore } from './analysis-store.js';
import { migratingPromises } from './analysis-store-contract-migrating.js';
import { pagingPromises } from './analysis-store-contract-paging.js';
import { rangePromises } from './analysis-store-contract-ranges.js';
import { readingPromises } from './analysis-store-contract-reading.js';
import { replayPromises } from './analysis-store-contract-replay.js';
import { sqlPromises } from './analysis-store-contract-sql.js';
import { writingPromises } from './analysis-store-contract-writing.js';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';

/**
 * What a store of analyses promises, as tests: `AnalysisReader`, and what `AnalysisWriter` promises beyond any `TopicStore`.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function analysisStoreContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<AnalysisStore>>,
): void {
  describe(`${name} keeps the promises of a store of analyses`, () => {
    const context = sqlStoreContext(createDatabase);
    migratingPromises(context);
    writingPromises(context);
    replayPromises(context);
    readingPromises(context);
    rangePromises(context);
    pagingPromises(context);
    sqlPromises(context);
  });
}
