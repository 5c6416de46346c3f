import { objectiveEvaluatedTopic, seriesProblemsTopic } from '@forewarn/contracts';
import type { Logger } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import { createAnalysisWriter, createProblemWriter, createVerdictWriter } from '@forewarn/store';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { type StoredTopic, storedTopic } from './stored-topic.js';

/** What is to be said of what is stored. */
export interface StoredTopicsOptions {
  /** The topic of `SeriesAnalyzed` events. */
  readonly topic: string;
  /** How long forecasts, aggregates, tests, execution times and verdicts are kept. */
  readonly retentionMs: number;
  readonly logger: Logger;
}

/** Every topic that is stored, of every domain. */
export const storedTopics = (
  database: SqlDatabase,
  { topic, retentionMs, logger }: StoredTopicsOptions,
): readonly StoredTopic[] => [
  storedAnalyses({ topic, store: createAnalysisWriter(database, logger), retentionMs }),
  storedTopic({ contract: seriesProblemsTopic, store: createProblemWriter(database, logger), retentionMs }),
  storedTopic({
    contract: objectiveEvaluatedTopic,
    store: createVerdictWriter(database, logger),
    retentionMs,
  }),
];
