import type { Forecast } from '@forewarn/analysis';
import { stageToJson } from '@forewarn/contracts';
import { toRfc3339 } from '@forewarn/core';
import { forecastTable } from '../tables/forecast-table.js';
import { stageKind } from './stage-kind.js';
import { tablePerSeries } from './table-forms.js';

/** Forecasts with their prediction intervals, one row per future time. */
export const forecastsKind = stageKind<Forecast>({
  name: 'forecasts',
  summary: 'the next minutes, with prediction intervals',
  field: 'forecast',
  fetch: (retrieval, query, options) => retrieval.forecasts(query, options),
  toJson: stageToJson.forecast,
  columns: ['model', 'level', 'time', 'mean', 'lower', 'upper'],
  rows: ({ model, level, points }) =>
    points.map(({ timestampMs, mean, lower, upper }) => [
      model,
      level,
      toRfc3339(timestampMs),
      mean,
      lower,
      upper,
    ]),
  tables: tablePerSeries((item) => forecastTable(item)),
});
