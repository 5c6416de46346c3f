import type { Aggregates } from '@forewarn/analysis';
import { formatDuration } from '@forewarn/core';
import { formatNumber, noValue } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { stageTable } from './stage-table.js';

/** Statistics over the last values of a series' bins, one row per width. */
export const aggregatesTable = stageTable(({ bins }: Aggregates, { unit }) =>
  renderTable(
    columns,
    bins.map(({ binMs, binCount, max, min, mean, standardDeviation }) => [
      formatDuration(binMs),
      formatNumber(binCount),
      formatQuantity(max, unit),
      formatQuantity(min, unit),
      formatQuantity(mean, unit),
      standardDeviation === null ? noValue : formatQuantity(standardDeviation, unit),
    ]),
  ),
);

const columns = [
  { head: 'bin', align: 'right' },
  { head: 'bins', align: 'right' },
  { head: 'max', align: 'right' },
  { head: 'min', align: 'right' },
  { head: 'mean', align: 'right' },
  { head: 'std. deviation', align: 'right' },
] as const;
