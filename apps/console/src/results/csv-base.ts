import { isUnavailable, type StageOutcome, type StoredSeries } from '@forewarn/analysis';
import { canonicalSeries, toRfc3339 } from '@forewarn/core';
import type { CsvCell } from '../format/csv.js';
import type { StageResult } from '../retrieval/retrieval.js';

/** What every record begins with. */
export const baseColumns = ['series', 'metric', 'partition', 'window_end'] as const;

/** The cells of {@link baseColumns}. */
export const baseCells = ({ series, partition, window }: StoredSeries): CsvCell[] => [
  canonicalSeries(series),
  series.metric,
  partition,
  toRfc3339(window.endMs),
];

/** What every record of a stage ends with: why there is no result. */
const reasonColumns = ['reason', 'detail'] as const;

/** The header of a stage's records. */
export const stageColumns = (columns: readonly string[]): string[] => [
  ...baseColumns,
  ...columns,
  ...reasonColumns,
];

/**
 * The records of a stage: those of its result, or one with empty cells and the reason.
 *
 * @param width  cells that `rows` gives
 */
export function* stageRows<T extends object>(
  stored: StageResult<T>,
  width: number,
  rows: (result: T) => Iterable<readonly CsvCell[]>,
): Generator<CsvCell[]> {
  const base = baseCells(stored);
  const outcome: StageOutcome<T> = stored.result;
  if (isUnavailable(outcome)) {
    yield [...base, ...new Array<null>(width).fill(null), outcome.reason, outcome.detail];
    return;
  }
  for (const row of rows(outcome)) yield [...base, ...row, null, null];
}
