import type { AnalysisReader, AnalysisWriter } from '@forewarn/analysis';
import type { DatabaseSchema, Logger } from '@forewarn/core';
import { createSchema, createTopicStore, type SqlDatabase } from '@forewarn/sql';
import { analysisModule } from './analysis-module.js';
import { createAnalysisReader } from './read/create-analysis-reader.js';
import { analysisRows } from './write/analysis-row-writer.js';

/** Reads the analyses. Needs their tables alone. */
export const createAnalysisStore = (
  database: SqlDatabase,
  logger?: Logger,
): AnalysisReader & DatabaseSchema => ({
  ...createAnalysisReader(database),
  ...createSchema(database, [analysisModule], logger),
});

/** Writes the analyses with the offsets of their topic. */
export const createAnalysisWriter = (
  database: SqlDatabase,
  logger?: Logger,
): AnalysisWriter & DatabaseSchema => createTopicStore(database, analysisRows, logger);
