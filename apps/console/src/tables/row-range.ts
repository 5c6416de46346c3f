import { formatNumber } from '../format/number.js';

/** Half-open range of rows that are shown. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The last rows that say something: at most `limit`, ending with the last row that is complete.
 * A moving average does not reach the end of its window, and a screen of dashes would help nobody.
 *
 * @param limit       most rows; undefined for all, complete or not
 * @param isComplete  whether the row at an index has all its values
 */
export function lastCompleteRows(
  count: number,
  limit: number | undefined,
  isComplete: (index: number) => boolean = () => true,
): RowRange {
  if (limit === undefined || count <= limit) return { from: 0, to: count };
  let to = count;
  while (to > 0 && !isComplete(to - 1)) to -= 1;
  if (to === 0) to = count;
  return { from: Math.max(0, to - limit), to };
}

/**
 * What is not shown and how to see it; empty when everything is shown.
 *
 * @param allCommand  the command that prints all rows
 */
export function rowsNote({ from, to }: RowRange, count: number, allCommand: string): string {
  if (from === 0 && to === count) return '';
  const shown = `rows ${formatNumber(from + 1)} to ${formatNumber(to)} of ${formatNumber(count)}`;
  const ends = to < count && from > 0 ? `, the last that the moving average reaches` : '';
  return `${shown}${ends}; all of them: ${allCommand}\n`;
}
