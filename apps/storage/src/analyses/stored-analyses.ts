import type { AnalysisWriter } from '@forewarn/analysis';
import { seriesAnalyzedTopic } from '@forewarn/contracts';
import type { DatabaseSchema } from '@forewarn/core';
import { type StoredTopic, storedTopic } from '../stored-topic.js';

/** What storing analyses needs. */
export interface StoredAnalysesOptions {
  /** The topic of `SeriesAnalyzed` events. */
  readonly topic: string;
  readonly store: AnalysisWriter & DatabaseSchema;
  /** How long forecasts, aggregates, tests and execution times are kept. */
  readonly retentionMs: number;
}

/** The topic of results. Its group and its metrics are older than the rule by which those of other topics are named. */
export const storedAnalyses = ({ topic, store, retentionMs }: StoredAnalysesOptions): StoredTopic =>
  storedTopic({
    contract: seriesAnalyzedTopic({ name: topic }),
    store,
    retentionMs,
    group: 'storage',
    isLabelled: false,
    windowEndMs: ({ window }) => window.endMs,
  });
