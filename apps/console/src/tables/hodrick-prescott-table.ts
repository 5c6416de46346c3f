import type { HodrickPrescott } from '@forewarn/analysis';
import { formatInstant } from '../format/instant.js';
import { formatNumber } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import type { Timed } from '../retrieval/retrieval.js';
import { getCommandText } from './get-command-text.js';
import { lastCompleteRows, rowsNote } from './row-range.js';
import { stageTable } from './stage-table.js';

/** Cycle and trend of one series, oldest row first. */
export const hodrickPrescottTable = stageTable((result: Timed<HodrickPrescott>, { of, unit, rowLimit }) => {
  const { timesMs, cycle, trend, lambda } = result;
  const count = timesMs.length;
  const range = lastCompleteRows(count, rowLimit);
  const rows = [];
  for (let at = range.from; at < range.to; at += 1) {
    rows.push([
      formatInstant(timesMs[at]!),
      formatQuantity(trend[at]!, unit),
      formatQuantity(cycle[at]!, unit),
    ]);
  }
  return (
    `λ = ${formatNumber(lambda)}\n` +
    renderTable(columns, rows) +
    rowsNote(range, count, getCommandText('hodrick-prescott', of))
  );
});

const columns = [
  { head: 'time (UTC)' },
  { head: 'trend', align: 'right' },
  { head: 'cycle', align: 'right' },
] as const;
