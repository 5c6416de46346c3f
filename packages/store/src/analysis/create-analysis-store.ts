import type {
  AnalysisReader,
  AnalysisWriter,
  SeriesProblemReader,
  SeriesProblemWriter,
} from '@forewarn/analysis';
import type { DatabaseSchema, Logger } from '@forewarn/core';
import { createSchema, createTopicStore, type SqlDatabase } from '@forewarn/sql';
import { analysisModule } from './analysis-module.js';
import { createProblemReader } from './problems/create-problem-reader.js';
import { problemRows } from './problems/problem-rows.js';
import { createAnalysisReader } from './read/create-analysis-reader.js';
import { analysisRows } from './write/analysis-row-writer.js';

/** Reads the analyses, and why there are none. Needs their tables alone. */
export const createAnalysisStore = (
  database: SqlDatabase,
  logger?: Logger,
): AnalysisReader & SeriesProblemReader & DatabaseSchema => ({
  ...createAnalysisReader(database),
  ...createProblemReader(database),
  ...createSchema(database, [analysisModule], logger),
});

/** Writes the analyses with the offsets of their topic. */
export const createAnalysisWriter = (
  database: SqlDatabase,
  logger?: Logger,
): AnalysisWriter & DatabaseSchema => createTopicStore(database, analysisRows, logger);

/** Writes the problems of series with the offsets of their topic. */
export const createProblemWriter = (
  database: SqlDatabase,
  logger?: Logger,
): SeriesProblemWriter & DatabaseSchema => createTopicStore(database, problemRows, logger);
