import type { AnalysisReader, AnalysisWriter } from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import type { SqlStoreContext, TableOrder } from './sql-test-database.js';

/** A store of analyses under test: what storage writes and others read. */
export interface AnalysisStore extends AnalysisWriter, AnalysisReader, Database {}

/** What a promise of such a store is tested on. */
export type AnalysisStoreContext = SqlStoreContext<AnalysisStore>;

/** The tables that such a store writes. */
export const analysisTables: TableOrder = {
  series: 'id',
  dickey_fuller: 'series_id, window_end_ms',
  aggregates: 'series_id, window_end_ms, bin_index',
  forecast: 'series_id, window_end_ms',
  execution_time: 'series_id, window_end_ms',
  hodrick_prescott_window: 'series_id',
  autocorrelation_window: 'series_id',
  decomposition_window: 'series_id',
  consumer_offset: 'consumer_group, topic, partition_number',
};
