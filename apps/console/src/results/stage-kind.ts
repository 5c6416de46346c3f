import { isUnavailable, type StageOutcome } from '@forewarn/analysis';
import { storedSeriesToJson } from '@forewarn/contracts';
import type { CsvCell } from '../format/csv.js';
import type { StageResult } from '../retrieval/retrieval.js';
import { stageColumns, stageRows } from './csv-base.js';
import type { ResultKind } from './result-kind.js';

/** What differs between the stages. */
export interface StageKind<T extends object>
  extends Pick<ResultKind<StageResult<T>>, 'name' | 'summary' | 'fetch' | 'tables'> {
  /** The stage's field in the event. */
  readonly field: string;
  toJson(outcome: StageOutcome<T>): object;
  readonly columns: readonly string[];
  rows(result: T): Iterable<readonly CsvCell[]>;
}

/** The kind of result that a stage of the analysis gives: every format also knows how to say why there is none. */
export const stageKind = <T extends object>(stage: StageKind<T>): ResultKind<StageResult<T>> => ({
  name: stage.name,
  summary: stage.summary,
  fetch: stage.fetch,
  tables: stage.tables,
  toJson: (stored) => ({ ...storedSeriesToJson(stored), [stage.field]: stage.toJson(stored.result) }),
  csvColumns: stageColumns(stage.columns),
  csvRows: (stored) => stageRows(stored, stage.columns.length, stage.rows),
});

/** Adds the times of the rows to the document of a stage with columns; they may be less than the whole window. */
export const withTimes =
  <T extends object>(toJson: (outcome: StageOutcome<T>) => object) =>
  (outcome: StageOutcome<T & { readonly timesMs: Float64Array }>): object =>
    isUnavailable(outcome) ? toJson(outcome) : { timesMs: Array.from(outcome.timesMs), ...toJson(outcome) };
