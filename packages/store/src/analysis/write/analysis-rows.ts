import {
  type Analysis,
  type Autocorrelation,
  type Decomposition,
  type DickeyFuller,
  type ExecutionTimes,
  type Forecast,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  type Unavailable,
  type Window,
} from '@forewarn/analysis';
import { ForewarnError } from '@forewarn/core';
import { encodePoints, toColumn } from '@forewarn/sql';
import type {
  AutocorrelationTable,
  DecompositionTable,
  DickeyFullerTable,
  ExecutionTimeTable,
  ForecastTable,
  HodrickPrescottTable,
  SeriesTable,
  StageColumns,
  WindowColumns,
} from '../analysis-tables.js';
import { labelsJson, type SeriesKey } from '../series-key.js';

/** An analysis with the keys of its series. */
export interface KeyedAnalysis {
  readonly key: SeriesKey;
  readonly analysis: Analysis;
}

const windowColumns = (window: Window): WindowColumns => ({
  window_start_ms: window.startMs,
  window_end_ms: window.endMs,
  window_step_ms: window.stepMs,
  sample_count: window.sampleCount,
  missing_count: window.missingCount,
});

/** The columns that every stage's row has. */
export function stageColumns({ key, analysis }: KeyedAnalysis, outcome: object): StageColumns {
  const unavailable: Unavailable | undefined = isUnavailable(outcome) ? outcome : undefined;
  return {
    series_id: key.id,
    ...windowColumns(analysis.window),
    reason: unavailable?.reason ?? null,
    reason_detail: unavailable?.detail ?? null,
  };
}

const resultOf = <T extends object>(outcome: StageOutcome<T>): T | undefined =>
  isUnavailable(outcome) ? undefined : outcome;

/** The row of the analysis' series, were this its newest window. */
export const seriesRow = ({ key, analysis }: KeyedAnalysis): SeriesTable => ({
  id: key.id,
  canonical_sha256: key.sha256,
  sort_key: key.sortKey,
  canonical: key.canonical,
  metric: analysis.series.metric,
  partition_name: analysis.partition,
  labels: labelsJson(analysis.series.labels),
  ...windowColumns(analysis.window),
});

/** The row of `dickey_fuller`. @throws {ForewarnError} `store-rejected` for an infinite number */
export function dickeyFullerRow(keyed: KeyedAnalysis): DickeyFullerTable {
  const result: DickeyFuller | undefined = resultOf(keyed.analysis.dickeyFuller);
  const number = (name: string, value: number | undefined) =>
    value === undefined ? null : toColumn(`dickeyFuller.${name}`, value);
  return {
    ...stageColumns(keyed, keyed.analysis.dickeyFuller),
    statistic: number('statistic', result?.statistic),
    p_value: number('pValue', result?.pValue),
    used_lag: number('usedLag', result?.usedLag),
    observations: number('observations', result?.observations),
    critical_value_1_percent: number('criticalValues.1%', result?.criticalValues['1%']),
    critical_value_5_percent: number('criticalValues.5%', result?.criticalValues['5%']),
    critical_value_10_percent: number('criticalValues.10%', result?.criticalValues['10%']),
    stationary: result === undefined ? null : Number(result.stationary),
  };
}

/** The row of `forecast`. @throws {ForewarnError} `store-rejected`, as {@link dickeyFullerRow} */
export function forecastRow(keyed: KeyedAnalysis): ForecastTable {
  const result: Forecast | undefined = resultOf(keyed.analysis.forecast);
  const backtest = result?.backtest ?? undefined;
  const number = (name: string, value: number | undefined) =>
    value === undefined ? null : toColumn(`forecast.${name}`, value);
  return {
    ...stageColumns(keyed, keyed.analysis.forecast),
    model: result?.model ?? null,
    model_choice: result?.modelChoice ?? null,
    interval_level: number('level', result?.level),
    forecast_step_ms: number('stepMs', result?.stepMs),
    max_value: number('max', result?.max),
    min_value: number('min', result?.min),
    mean_value: number('mean', result?.mean),
    points: result === undefined ? null : forecastPoints(result),
    backtest_origin_count: number('backtest.originCount', backtest?.originCount),
    backtest_scaled_error: number('backtest.meanAbsoluteScaledError', backtest?.meanAbsoluteScaledError),
    backtest_last_value_error: number('backtest.lastValueError', backtest?.lastValueError),
    backtest_coverage: number('backtest.coverage', backtest?.coverage),
    backtest_interval_score: number('backtest.intervalScore', backtest?.intervalScore),
  };
}

const forecastPoints = ({ points }: Forecast): string =>
  encodePoints('forecast', [
    points.map(({ timestampMs }) => timestampMs),
    points.map(({ mean }) => mean),
    points.map(({ lower }) => lower),
    points.map(({ upper }) => upper),
  ]);

/** The row of `execution_time`. @throws {ForewarnError} `store-rejected`, as {@link dickeyFullerRow} */
export function executionTimeRow({ key, analysis }: KeyedAnalysis): ExecutionTimeTable {
  const number = (stage: keyof ExecutionTimes) =>
    toColumn(`executionTimes.${stage}`, analysis.executionTimes[stage]);
  return {
    series_id: key.id,
    ...windowColumns(analysis.window),
    dickey_fuller_ms: number('dickeyFuller'),
    hodrick_prescott_ms: number('hodrickPrescott'),
    autocorrelation_ms: number('autocorrelation'),
    decomposition_ms: number('decomposition'),
    aggregates_ms: number('aggregates'),
    forecast_ms: number('forecast'),
    total_ms: number('total'),
  };
}

/** The row of `hodrick_prescott_window`. @throws {ForewarnError} `store-rejected`, as {@link dickeyFullerRow} */
export function hodrickPrescottRow(keyed: KeyedAnalysis): HodrickPrescottTable {
  const result: HodrickPrescott | undefined = resultOf(keyed.analysis.hodrickPrescott);
  return {
    ...stageColumns(keyed, keyed.analysis.hodrickPrescott),
    lambda: result === undefined ? null : toColumn('hodrickPrescott.lambda', result.lambda),
    points: gridPoints('hodrickPrescott', keyed, result && [result.cycle, result.trend]),
  };
}

/** The row of `autocorrelation_window`. @throws {ForewarnError} `store-rejected`, as {@link dickeyFullerRow} */
export function autocorrelationRow(keyed: KeyedAnalysis): AutocorrelationTable {
  const result: Autocorrelation | undefined = resultOf(keyed.analysis.autocorrelation);
  return {
    ...stageColumns(keyed, keyed.analysis.autocorrelation),
    points: result === undefined ? null : encodePoints('autocorrelation', [result.values]),
  };
}

/** The row of `decomposition_window`. @throws {ForewarnError} `store-rejected`, as {@link dickeyFullerRow} */
export function decompositionRow(keyed: KeyedAnalysis): DecompositionTable {
  const result: Decomposition | undefined = resultOf(keyed.analysis.decomposition);
  return {
    ...stageColumns(keyed, keyed.analysis.decomposition),
    model: result?.model ?? null,
    period_samples: result === undefined ? null : toColumn('decomposition.period', result.period),
    points: gridPoints('decomposition', keyed, result && [result.trend, result.seasonal, result.residual]),
  };
}

/** One value a grid point, or the timestamps of the rows that SQL makes of them would be wrong. */
function gridPoints(
  name: string,
  { key, analysis }: KeyedAnalysis,
  columns: readonly Float64Array[] | undefined,
): string | null {
  if (columns === undefined) return null;
  const { startMs, endMs, stepMs } = analysis.window;
  const gridLength = Math.round((endMs - startMs) / stepMs) + 1;
  if (columns.some((column) => column.length !== gridLength)) {
    throw new ForewarnError(
      'store-rejected',
      `${name} of ${key.canonical} has ${columns.map(({ length }) => length).join(', ')} values for a window of ${gridLength} grid points and was not stored`,
      { details: { field: name, gridLength } },
    );
  }
  return encodePoints(name, columns);
}
