import type { KeyReader } from '@forewarn/access';
import type { AnalysisReader, SeriesProblemReader } from '@forewarn/analysis';
import type { DatabaseSchema, Logger } from '@forewarn/core';
import { createSchema, type SqlDatabase } from '@forewarn/sql';
import { accessModule } from './access/access-module.js';
import { createKeyRepository } from './access/create-key-repository.js';
import { analysisModule } from './analysis/analysis-module.js';
import { createAnalysisStore } from './analysis/create-analysis-store.js';

/** Reads the analyses, and the keys of those who ask for them. */
export const createRetrievalStore = (
  database: SqlDatabase,
  logger?: Logger,
): AnalysisReader & SeriesProblemReader & KeyReader & DatabaseSchema => {
  const { findKey } = createKeyRepository(database);
  return {
    ...createAnalysisStore(database, logger),
    ...createSchema(database, [analysisModule, accessModule], logger),
    findKey,
  };
};
