import type { Aggregates } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { aggregatesTable } from '../tables/aggregates-table.js';
import { stageKind } from './stage-kind.js';
import { tablePerSeries } from './table-forms.js';

/** Maximum, minimum, mean and standard deviation over bins, one row per width. */
export const aggregatesKind = stageKind<Aggregates>({
  name: 'aggregates',
  summary: 'maximum, minimum, mean and standard deviation over 1 h, 3 h and 12 h bins',
  field: 'aggregates',
  fetch: (retrieval, query, options) => retrieval.aggregates(query, options),
  toJson: stageToJson.aggregates,
  columns: ['bin_ms', 'bin_count', 'max', 'min', 'mean', 'standard_deviation'],
  rows: ({ bins }) =>
    bins.map(({ binMs, binCount, max, min, mean, standardDeviation }) => [
      binMs,
      binCount,
      max,
      min,
      mean,
      standardDeviation,
    ]),
  tables: tablePerSeries((item) => aggregatesTable(item)),
});
