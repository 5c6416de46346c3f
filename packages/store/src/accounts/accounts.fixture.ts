import type { DatabaseSchema } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import {
  analysisExamples,
  analysisStoreContract,
  indicatorRepositoryContract,
  type MysqlAddress,
  type SqlTestDatabase,
  seriesProblemContract,
  seriesProblemExamples,
  slaRepositoryContract,
  tallyRepositoryContract,
  topicStoreContract,
  verdictExamples,
  verdictStoreContract,
} from '@forewarn/testkit';
import {
  createAnalysisStore,
  createAnalysisWriter,
  createProblemWriter,
} from '../analysis/create-analysis-store.js';
import { createSloStore, createVerdictWriter } from '../slo/create-slo-store.js';
import { type AccountDatabase, createAccountDatabase } from './account-database.fixture.js';
import type { DatabaseService } from './table-rights.js';

type Accounts = Readonly<Record<DatabaseService, SqlDatabase>>;

/** Runs the contract of every port with each part of it by the account of the service that uses it. */
export function accountsContract(name: string, address: () => MysqlAddress): void {
  const by =
    <Store extends DatabaseSchema>(open: (accounts: Accounts) => Store) =>
    async (): Promise<SqlTestDatabase<Store & { close(): Promise<void> }>> => {
      const database = await createAccountDatabase(address());
      return { ...database, open: () => storeOf(database, open) };
    };
  topicStoreContract(`${name} with analyses`, by(analyses), analysisExamples);
  analysisStoreContract(name, by(analyses));
  topicStoreContract(`${name} with problems`, by(problems), seriesProblemExamples);
  seriesProblemContract(name, by(problems));
  slaRepositoryContract(name, by(slas));
  indicatorRepositoryContract(name, by(slas));
  tallyRepositoryContract(name, by(slas));
  topicStoreContract(`${name} with verdicts`, by(verdicts), verdictExamples);
  verdictStoreContract(name, by(verdicts));
}

/** A store that others bring up to date, and that then does so itself, as services do when they start. */
function storeOf<Store extends DatabaseSchema>(
  database: AccountDatabase,
  open: (accounts: Accounts) => Store,
): Store & { close(): Promise<void> } {
  const accounts: Accounts = {
    storage: database.openAs('storage'),
    retrieval: database.openAs('retrieval'),
    'sla-manager': database.openAs('sla-manager'),
  };
  const store = open(accounts);
  return {
    ...store,
    async migrate(options) {
      await database.bringUpToDate();
      await store.migrate(options);
    },
    close: async () => {
      await Promise.all(Object.values(accounts).map((account) => account.close()));
    },
  };
}

/** Retrieval reads what it serves, the SLA manager how long analyses took. */
const analyses = ({ storage, retrieval, 'sla-manager': slaManager }: Accounts) => ({
  ...createAnalysisStore(retrieval),
  listExecutionTimes: createAnalysisStore(slaManager).listExecutionTimes,
  ...createAnalysisWriter(storage),
});

const problems = ({ storage, 'sla-manager': slaManager }: Accounts) => ({
  ...createAnalysisStore(slaManager),
  ...createProblemWriter(storage),
});

const slas = ({ 'sla-manager': slaManager }: Accounts) => createSloStore(slaManager);

const verdicts = ({ storage, 'sla-manager': slaManager }: Accounts) => ({
  ...createSloStore(slaManager),
  ...createVerdictWriter(storage),
});
