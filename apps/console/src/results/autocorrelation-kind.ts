import type { Autocorrelation } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { autocorrelationTable } from '../tables/autocorrelation-table.js';
import { stageKind } from './stage-kind.js';
import { tablePerSeries } from './table-forms.js';

/** The newest autocorrelation of each series, one row per lag. */
export const autocorrelationKind = stageKind<Autocorrelation>({
  name: 'autocorrelation',
  summary: 'how a series correlates with itself, lag by lag',
  field: 'autocorrelation',
  fetch: (retrieval, query, options) => retrieval.autocorrelation(query, options),
  toJson: stageToJson.autocorrelation,
  columns: ['lag', 'correlation'],
  rows: ({ values }) => Array.from(values, (value, lag) => [lag, value]),
  tables: tablePerSeries((item) => autocorrelationTable(item)),
});
