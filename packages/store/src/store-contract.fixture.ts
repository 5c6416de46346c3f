import type { Database, DatabaseSchema } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import {
  analysisExamples,
  analysisStoreContract,
  auditRepositoryContract,
  indicatorRepositoryContract,
  keyRepositoryContract,
  type SqlTestDatabase,
  schemaContract,
  seriesProblemContract,
  seriesProblemExamples,
  slaRepositoryContract,
  tallyRepositoryContract,
  topicStoreContract,
  verdictExamples,
  verdictStoreContract,
} from '@forewarn/testkit';
import { createAccessStore } from './access/create-access-store.js';
import {
  createAnalysisStore,
  createAnalysisWriter,
  createProblemWriter,
} from './analysis/create-analysis-store.js';
import { createStore } from './create-store.js';
import { createSloStore, createVerdictWriter } from './slo/create-slo-store.js';
import type { StoreEngine } from './store-engine.fixture.js';
import { takeoverPromises } from './takeover.fixture.js';

/** Runs the contract of every port that is stored on an engine, each on a database with the tables of its own domain alone. */
export function storeContract(engine: StoreEngine): void {
  const { name } = engine;
  const on =
    <Store>(open: (database: SqlDatabase) => Store) =>
    async (): Promise<SqlTestDatabase<Store>> => {
      const database = await engine.createDatabase();
      return { ...database, open: () => open(database.open()) };
    };
  topicStoreContract(`${name} with analyses`, on(openAnalyses), analysisExamples);
  analysisStoreContract(name, on(openAnalyses));
  topicStoreContract(`${name} with problems`, on(openProblems), seriesProblemExamples);
  seriesProblemContract(name, on(openProblems));
  slaRepositoryContract(name, on(openSlas));
  indicatorRepositoryContract(name, on(openSlas));
  tallyRepositoryContract(name, on(openSlas));
  keyRepositoryContract(name, on(openAccess));
  auditRepositoryContract(name, on(createStore));
  topicStoreContract(`${name} with verdicts`, on(openVerdicts), verdictExamples);
  verdictStoreContract(name, on(openVerdicts));
  schemaContract(`${name} with analyses`, 'analysis', on(openAnalyses));
  schemaContract(`${name} with access`, 'access', on(openAccess));
  schemaContract(`${name} with service levels`, 'slo', on(openSlas));
  schemaContract(`${name} with everything`, 'consumer-offsets', on(createStore));
  takeoverPromises(engine);
}

const openAnalyses = (database: SqlDatabase) => ({
  ...createAnalysisStore(database),
  ...closing(database, createAnalysisWriter(database)),
});

const openProblems = (database: SqlDatabase) => ({
  ...createAnalysisStore(database),
  ...closing(database, createProblemWriter(database)),
});

const openAccess = (database: SqlDatabase) => closing(database, createAccessStore(database));

const openSlas = (database: SqlDatabase) => closing(database, createSloStore(database));

const openVerdicts = (database: SqlDatabase) => ({
  ...createSloStore(database),
  ...closing(database, createVerdictWriter(database)),
});

const closing = <Store extends DatabaseSchema>(database: SqlDatabase, store: Store): Store & Database => ({
  ...store,
  close: () => database.close(),
});
