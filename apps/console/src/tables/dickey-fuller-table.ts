import type { DickeyFuller } from '@forewarn/analysis';
import { formatNumber, formatPValue, formatStatistic } from '../format/number.js';
import { type Column, renderTable } from '../format/table.js';
import { stageTable } from './stage-table.js';

/** The columns of a Dickey–Fuller test. */
export const dickeyFullerColumns: readonly Column[] = [
  { head: 'statistic', align: 'right' },
  { head: 'p-value', align: 'right' },
  { head: 'lags', align: 'right' },
  { head: 'observations', align: 'right' },
  { head: '1 %', align: 'right' },
  { head: '5 %', align: 'right' },
  { head: '10 %', align: 'right' },
  { head: 'stationary' },
];

/** A test as one row. */
export const dickeyFullerRow = ({ criticalValues, ...test }: DickeyFuller): string[] => [
  formatStatistic(test.statistic),
  formatPValue(test.pValue),
  formatNumber(test.usedLag),
  formatNumber(test.observations),
  formatStatistic(criticalValues['1%']),
  formatStatistic(criticalValues['5%']),
  formatStatistic(criticalValues['10%']),
  test.stationary ? 'yes' : 'no',
];

/** The test of one series; the columns in percent are the critical values. */
export const dickeyFullerTable = stageTable((test: DickeyFuller) =>
  renderTable(dickeyFullerColumns, [dickeyFullerRow(test)]),
);
