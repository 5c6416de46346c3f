import type { Autocorrelation } from '@forewarn/analysis';
import { formatDuration } from '@forewarn/core';
import { formatNumber, formatStatistic } from '../format/number.js';
import { renderTable } from '../format/table.js';
import { getCommandText } from './get-command-text.js';
import { rowsNote } from './row-range.js';
import { stageTable } from './stage-table.js';

/** The correlation of one series with itself, lag by lag, with a bar of twenty characters for ±1. */
export const autocorrelationTable = stageTable(({ values }: Autocorrelation, { of, rowLimit }) => {
  const to = Math.min(values.length, rowLimit ?? values.length);
  const rows = Array.from(values.subarray(0, to), (value, lag) => [
    formatNumber(lag),
    formatDuration(lag * of.window.stepMs),
    formatStatistic(value),
    bar(value),
  ]);
  return (
    renderTable(columns, rows) +
    rowsNote({ from: 0, to }, values.length, getCommandText('autocorrelation', of))
  );
});

const bar = (value: number): string => {
  const length = Math.round(Math.abs(value) * 20);
  return length > 0 ? `${value < 0 ? '-' : '+'}${'█'.repeat(length)}` : '';
};

const columns = [
  { head: 'lag', align: 'right' },
  { head: 'apart', align: 'right' },
  { head: 'correlation', align: 'right' },
  { head: '' },
] as const;
