import type { Decomposition } from '@forewarn/analysis';
import { formatDuration } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import type { Timed } from '../retrieval/retrieval.js';
import { getCommandText } from './get-command-text.js';
import { lastCompleteRows, rowsNote } from './row-range.js';
import { stageTable } from './stage-table.js';

/** Trend, season and residual of one series, oldest row first. */
export const decompositionTable = stageTable((result: Timed<Decomposition>, { of, unit, rowLimit }) => {
  const { timesMs, trend, seasonal, residual, model, period } = result;
  // The factors of a multiplicative model have no unit.
  const partUnit = model === 'additive' ? unit : 'none';
  const count = timesMs.length;
  const range = lastCompleteRows(count, rowLimit, (at) => !Number.isNaN(trend[at]));
  const rows = [];
  for (let at = range.from; at < range.to; at += 1) {
    rows.push([
      formatInstant(timesMs[at]!),
      formatQuantity(trend[at]!, unit),
      formatQuantity(seasonal[at]!, partUnit),
      formatQuantity(residual[at]!, partUnit),
    ]);
  }
  return (
    `${model}, season of ${period} samples (${formatDuration(period * of.window.stepMs)})\n` +
    renderTable(columns, rows) +
    rowsNote(range, count, getCommandText('decomposition', of))
  );
});

const columns = [
  { head: 'time (UTC)' },
  { head: 'trend', align: 'right' },
  { head: 'seasonal', align: 'right' },
  { head: 'residual', align: 'right' },
] as const;
