import {
  type AnalysisQuery,
  type AnalysisReader,
  type Decomposition,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  type StoredSeries,
} from '@forewarn/analysis';
import type { PageRequest } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import type { HistoryTable, WindowTable } from '../analysis-tables.js';
import { type HistorySource, historyLoader } from './history-loader.js';
import { type ItemLoader, readSeriesPage } from './series-page.js';
import {
  toAggregates,
  toAutocorrelation,
  toDecomposition,
  toDickeyFuller,
  toExecutionTimes,
  toForecast,
  toHodrickPrescott,
} from './stage-results.js';
import { type WindowSource, windowLoader } from './window-loader.js';

/** The reading side of a store in SQL. */
export function createAnalysisReader(database: SqlDatabase): AnalysisReader {
  const history =
    <Table extends HistoryTable, T>(source: HistorySource<Table, T>) =>
    (query: AnalysisQuery, page: PageRequest) =>
      readSeriesPage(database, query, page, historyLoader(database, source, query, page));
  const newest =
    <Table extends WindowTable, T>(source: WindowSource<Table, T>) =>
    (query: AnalysisQuery, page: PageRequest) =>
      readSeriesPage(database, query, page, windowLoader(database, source, query, page));
  return {
    listSeries: (query, page) => readSeriesPage(database, query, page, seriesLoader(query)),
    listDickeyFuller: history({ table: 'dickey_fuller', toResult: ([row]) => toDickeyFuller(row!) }),
    listAggregates: history({ table: 'aggregates', toResult: toAggregates }),
    listForecasts: history({ table: 'forecast', toResult: ([row]) => toForecast(row!) }),
    listExecutionTimes: history({ table: 'execution_time', toResult: ([row]) => toExecutionTimes(row!) }),
    listAutocorrelation: newest({ table: 'autocorrelation_window', toResult: toAutocorrelation }),
    listHodrickPrescott: newest({
      table: 'hodrick_prescott_window',
      toResult: toHodrickPrescott,
      slice: sliceHodrickPrescott,
    }),
    listDecomposition: newest({
      table: 'decomposition_window',
      toResult: toDecomposition,
      slice: sliceDecomposition,
    }),
  };
}

/** The series themselves; in a range those whose newest window has a part in it. */
const seriesLoader = ({
  startMs = -Infinity,
  endMs = Infinity,
}: AnalysisQuery): ItemLoader<StoredSeries> => ({
  seriesAtOnce: 1_000,
  load: async (entries) =>
    entries
      .filter(({ window }) => window.endMs >= startMs && window.startMs <= endMs)
      .map(({ id, series, partition, window }) => ({
        key: [id],
        item: { series, partition, window },
      })),
});

const sliceHodrickPrescott = (
  result: StageOutcome<HodrickPrescott>,
  first: number,
  end: number,
): StageOutcome<HodrickPrescott> =>
  isUnavailable(result)
    ? result
    : { ...result, cycle: result.cycle.slice(first, end), trend: result.trend.slice(first, end) };

const sliceDecomposition = (
  result: StageOutcome<Decomposition>,
  first: number,
  end: number,
): StageOutcome<Decomposition> =>
  isUnavailable(result)
    ? result
    : {
        ...result,
        trend: result.trend.slice(first, end),
        seasonal: result.seasonal.slice(first, end),
        residual: result.residual.slice(first, end),
      };
