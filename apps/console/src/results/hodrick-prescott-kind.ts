import type { HodrickPrescott } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { toRfc3339 } from '@forewarn/core';
import type { CsvCell } from '../format/csv.js';
import type { Timed } from '../retrieval/retrieval.js';
import { hodrickPrescottTable } from '../tables/hodrick-prescott-table.js';
import { stageKind, withTimes } from './stage-kind.js';
import { tablePerSeries } from './table-forms.js';

/** Hodrick–Prescott trend and cycle of the newest window, one row per time. */
export const hodrickPrescottKind = stageKind<Timed<HodrickPrescott>>({
  name: 'hodrick-prescott',
  summary: 'Hodrick-Prescott trend and cycle of the newest window',
  field: 'hodrickPrescott',
  fetch: (retrieval, query, options) => retrieval.hodrickPrescott(query, options),
  toJson: withTimes(stageToJson.hodrickPrescott),
  columns: ['time', 'trend', 'cycle'],
  rows: function* ({ timesMs, trend, cycle }): Generator<CsvCell[]> {
    for (let at = 0; at < timesMs.length; at += 1) yield [toRfc3339(timesMs[at]!), trend[at]!, cycle[at]!];
  },
  tables: tablePerSeries((item) => hodrickPrescottTable(item)),
});
