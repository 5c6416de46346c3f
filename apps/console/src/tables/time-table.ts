import type { MetricUnit } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { lastCompleteRows, rowsNote } from './row-range.js';

/** Values beside their times. */
interface TimeColumn {
  readonly head: string;
  /** One a time. */
  readonly values: ArrayLike<number>;
  readonly unit: MetricUnit;
}

/** Which rows are shown. */
interface ShownRows {
  /** Most rows; all when absent. */
  readonly rowLimit?: number | undefined;
  /** Whether the row at an index has all its values. Default: every row has. */
  readonly isComplete?: (index: number) => boolean;
  /** The command that prints all rows. */
  readonly allCommand: string;
}

/**
 * Columns by time, oldest row first, and what of them is not shown.
 *
 * @param timesMs  epoch milliseconds, ascending
 */
export function timeTable(
  timesMs: ArrayLike<number>,
  columns: readonly TimeColumn[],
  { rowLimit, isComplete, allCommand }: ShownRows,
): string {
  const count = timesMs.length;
  const range = lastCompleteRows(count, rowLimit, isComplete);
  const rows = [];
  for (let at = range.from; at < range.to; at += 1) {
    const values = columns.map((column) => formatQuantity(column.values[at]!, column.unit));
    rows.push([formatInstant(timesMs[at]!), ...values]);
  }
  const heads = columns.map(({ head }) => ({ head, align: 'right' as const }));
  return renderTable([{ head: 'time (UTC)' }, ...heads], rows) + rowsNote(range, count, allCommand);
}
