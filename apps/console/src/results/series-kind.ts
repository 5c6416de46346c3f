import type { StoredSeries } from '@forewarn/analysis';
import { storedSeriesToJson } from '@forewarn/contracts';
import { canonicalSeries, formatDuration, toRfc3339 } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatNumber } from '../format/number.js';
import { baseCells, baseColumns } from './csv-base.js';
import type { ResultKind } from './result-kind.js';
import { sharedTable } from './table-forms.js';

/** The series that were analysed, each with its newest window. */
export const seriesKind: ResultKind<StoredSeries> = {
  name: 'series',
  summary: 'the series that were analysed, with their newest window',
  fetch: (retrieval, query, options) => retrieval.series(query, options),
  toJson: storedSeriesToJson,
  csvColumns: [...baseColumns, 'window_start', 'step_ms', 'sample_count', 'missing_count'],
  csvRows: (stored) => {
    const { startMs, stepMs, sampleCount, missingCount } = stored.window;
    return [[...baseCells(stored), toRfc3339(startMs), stepMs, sampleCount, missingCount]];
  },
  tables: sharedTable(
    [
      { head: 'series' },
      { head: 'partition' },
      { head: 'window from (UTC)' },
      { head: 'to' },
      { head: 'step', align: 'right' },
      { head: 'samples', align: 'right' },
      { head: 'missing', align: 'right' },
    ],
    ({ series, partition, window }) => [
      canonicalSeries(series),
      partition,
      formatInstant(window.startMs),
      formatInstant(window.endMs),
      formatDuration(window.stepMs),
      formatNumber(window.sampleCount),
      formatNumber(window.missingCount),
    ],
  ),
};
