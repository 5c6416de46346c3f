import type { Logger } from '@forewarn/core';
import {
  createTopicStore,
  type MysqlOptions,
  openMysql,
  openSqlite,
  type SqlDatabase,
  type SqliteOptions,
} from '@forewarn/sql';
import { createAuditRepository } from './access/create-audit-repository.js';
import { createKeyRepository } from './access/create-key-repository.js';
import { createProblemReader } from './analysis/problems/create-problem-reader.js';
import { createAnalysisReader } from './analysis/read/create-analysis-reader.js';
import { analysisRows } from './analysis/write/analysis-row-writer.js';
import { createIndicatorRepository } from './slo/create-indicator-repository.js';
import { createSlaRepository } from './slo/create-sla-repository.js';
import { createTallyRepository } from './slo/create-tally-repository.js';
import { createVerdictReader } from './slo/create-verdict-reader.js';
import type { Store } from './store.js';
import { createWholeSchema } from './whole-schema.js';

/** Every domain's repository on one database, for a process that runs all services. */
export const createStore = (database: SqlDatabase, logger?: Logger): Store => ({
  ...createAnalysisReader(database),
  ...createProblemReader(database),
  ...createTopicStore(database, analysisRows),
  ...createSlaRepository(database),
  ...createIndicatorRepository(database),
  ...createTallyRepository(database),
  ...createVerdictReader(database),
  ...createKeyRepository(database),
  ...createAuditRepository(database),
  ...createWholeSchema(database, logger),
  close: () => database.close(),
});

/** {@link createStore} in MySQL or MariaDB. */
export const createMysqlStore = (options: MysqlOptions): Store =>
  createStore(openMysql(options), options.logger);

/** {@link createStore} in a SQLite file. */
export const createSqliteStore = ({
  logger,
  ...options
}: SqliteOptions & { readonly logger?: Logger }): Store => createStore(openSqlite(options), logger);
