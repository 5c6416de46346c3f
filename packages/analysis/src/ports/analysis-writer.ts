import type { TopicBatch, TopicStore } from '@forewarn/core';
import type { Analysis } from '../analysis.js';

/** Analyses read from consecutive offsets of one partition. */
export type AnalysisBatch = TopicBatch<Analysis>;

/**
 * The writing side of the store. Rows are keyed by series and window end, so that writing an analysis again changes nothing; of a
 * series' decomposition, Hodrick–Prescott parts and autocorrelation only those of the newest window are kept. Pruning deletes
 * history with a window end before the time given, but never the newest analysis of a series.
 */
export type AnalysisWriter = TopicStore<Analysis>;
