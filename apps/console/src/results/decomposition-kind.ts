import type { Decomposition } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { toRfc3339 } from '@forewarn/core';
import type { CsvCell } from '../format/csv.js';
import type { Timed } from '../retrieval/retrieval.js';
import { decompositionTable } from '../tables/decomposition-table.js';
import { stageKind, withTimes } from './stage-kind.js';
import { tablePerSeries } from './table-forms.js';

/** Trend, season and residual of the newest window, one row per time. */
export const decompositionKind = stageKind<Timed<Decomposition>>({
  name: 'decomposition',
  summary: 'trend, season and residual of the newest window',
  field: 'decomposition',
  fetch: (retrieval, query, options) => retrieval.decomposition(query, options),
  toJson: withTimes(stageToJson.decomposition),
  columns: ['time', 'trend', 'seasonal', 'residual'],
  rows: function* ({ timesMs, trend, seasonal, residual }): Generator<CsvCell[]> {
    for (let at = 0; at < timesMs.length; at += 1)
      yield [toRfc3339(timesMs[at]!), trend[at]!, seasonal[at]!, residual[at]!];
  },
  tables: tablePerSeries((item) => decompositionTable(item)),
});
