import { type Aggregate, isUnavailable } from '@forewarn/analysis';
import { type SqlValue, toColumn } from '@forewarn/sql';
import type { AggregatesTable } from '../analysis-tables.js';
import { type KeyedAnalysis, stageColumns } from './analysis-rows.js';

/**
 * One row a bin width; a single row without a width for an analysis without bins.
 *
 * @throws {ForewarnError} `store-rejected` for an infinite number
 */
export function aggregateRows(keyed: KeyedAnalysis): AggregatesTable[] {
  const outcome = keyed.analysis.aggregates;
  const stage = stageColumns(keyed, outcome);
  const bins = isUnavailable(outcome) ? [] : outcome.bins;
  if (bins.length === 0) return [{ ...stage, bin_index: 0, ...binColumns(undefined) }];
  return bins.map((bin, index) => ({ ...stage, bin_index: index, ...binColumns(bin) }));
}

type BinColumns = Omit<
  AggregatesTable,
  'bin_index' | 'series_id' | 'reason' | 'reason_detail' | WindowColumn
>;
type WindowColumn = 'window_start_ms' | 'window_end_ms' | 'window_step_ms' | 'sample_count' | 'missing_count';

function binColumns(bin: Aggregate | undefined): BinColumns {
  const number = (name: string, value: number | null | undefined) =>
    value === undefined || value === null ? null : toColumn(`aggregates.${name}`, value);
  return {
    bin_ms: number('binMs', bin?.binMs),
    bin_count: number('binCount', bin?.binCount),
    max_value: number('max', bin?.max),
    min_value: number('min', bin?.min),
    mean_value: number('mean', bin?.mean),
    standard_deviation: number('standardDeviation', bin?.standardDeviation),
  };
}

/** A statement and its values. */
export interface ValuedStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Deletes the rows that earlier versions of these analyses had beyond the bins of now. */
export function deleteSurplusBins(analyses: readonly (readonly AggregatesTable[])[]): ValuedStatement {
  const surplus = '(series_id = ? AND window_end_ms = ? AND bin_index >= ?)';
  return {
    sql: `DELETE FROM aggregates WHERE ${analyses.map(() => surplus).join(' OR ')}`,
    values: analyses.flatMap((rows) =>
      rows.slice(0, 1).flatMap((row) => [row.series_id, row.window_end_ms, rows.length]),
    ),
  };
}
