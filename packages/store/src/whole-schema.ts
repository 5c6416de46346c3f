import type { DatabaseSchema, Logger } from '@forewarn/core';
import { consumerOffsetsModule, createSchema, type MigrationModule, type SqlDatabase } from '@forewarn/sql';
import { accessModule } from './access/access-module.js';
import { analysisModule } from './analysis/analysis-module.js';
import { sloModule } from './slo/slo-module.js';

const allModules: readonly MigrationModule[] = [
  consumerOffsetsModule,
  accessModule,
  analysisModule,
  sloModule,
];

/** The tables of all domains. */
export const createWholeSchema = (database: SqlDatabase, logger?: Logger): DatabaseSchema =>
  createSchema(database, allModules, logger);
