export { createAccessStore } from './access/create-access-store.js';
export { accountOf, accountsSql } from './accounts/accounts-sql.js';
export { type DatabaseService, databaseServices } from './accounts/table-rights.js';
export {
  createAnalysisStore,
  createAnalysisWriter,
  createProblemWriter,
} from './analysis/create-analysis-store.js';
export { analysisRows } from './analysis/write/analysis-row-writer.js';
export { createRetrievalStore } from './create-retrieval-store.js';
export { createMysqlStore, createSqliteStore, createStore } from './create-store.js';
export { createSloStore, createVerdictWriter } from './slo/create-slo-store.js';
export type { Store } from './store.js';
export { createWholeSchema } from './whole-schema.js';
