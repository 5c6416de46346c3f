import { type DickeyFuller, isUnavailable } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { canonicalSeries } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { noValue } from '../format/number.js';
import { dickeyFullerColumns, dickeyFullerRow } from '../tables/dickey-fuller-table.js';
import { stageKind } from './stage-kind.js';
import { sharedTable } from './table-forms.js';

const noTest = ({ reason }: { reason: string }): string[] => [
  ...new Array<string>(dickeyFullerColumns.length - 1).fill(noValue),
  `no result: ${reason}`,
];

/** Augmented Dickey–Fuller tests, one row per series and window. */
export const dickeyFullerKind = stageKind<DickeyFuller>({
  name: 'dickey-fuller',
  summary: 'augmented Dickey-Fuller tests: is the series stationary?',
  field: 'dickeyFuller',
  fetch: (retrieval, query, options) => retrieval.dickeyFuller(query, options),
  toJson: stageToJson.dickeyFuller,
  columns: [
    'statistic',
    'p_value',
    'used_lag',
    'observations',
    'critical_value_1_percent',
    'critical_value_5_percent',
    'critical_value_10_percent',
    'stationary',
  ],
  rows: ({ criticalValues, ...test }) => [
    [
      test.statistic,
      test.pValue,
      test.usedLag,
      test.observations,
      criticalValues['1%'],
      criticalValues['5%'],
      criticalValues['10%'],
      test.stationary,
    ],
  ],
  tables: sharedTable(
    [{ head: 'series' }, { head: 'window to (UTC)' }, ...dickeyFullerColumns],
    ({ series, window, result }) => [
      canonicalSeries(series),
      formatInstant(window.endMs),
      ...(isUnavailable(result) ? noTest(result) : dickeyFullerRow(result)),
    ],
  ),
});
