import type {
  Aggregates,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  ExecutionTimes,
  Forecast,
  ForecastBacktest,
  HodrickPrescott,
  StageOutcome,
  Unavailable,
} from '@forewarn/analysis';
import { decodePoints, fromColumn } from '@forewarn/sql';
import type {
  AggregatesTable,
  AutocorrelationTable,
  DecompositionTable,
  DickeyFullerTable,
  ExecutionTimeTable,
  ForecastTable,
  HodrickPrescottTable,
  ReasonColumns,
} from '../analysis-tables.js';

const unavailableOf = ({ reason, reason_detail }: ReasonColumns): Unavailable | undefined =>
  reason === null ? undefined : { reason, detail: reason_detail ?? '' };

/** The outcome that a row of `dickey_fuller` stands for. */
export const toDickeyFuller = (row: DickeyFullerTable): StageOutcome<DickeyFuller> =>
  unavailableOf(row) ?? {
    statistic: fromColumn(row.statistic),
    pValue: fromColumn(row.p_value),
    usedLag: fromColumn(row.used_lag),
    observations: fromColumn(row.observations),
    criticalValues: {
      '1%': fromColumn(row.critical_value_1_percent),
      '5%': fromColumn(row.critical_value_5_percent),
      '10%': fromColumn(row.critical_value_10_percent),
    },
    stationary: row.stationary === 1,
  };

/** The outcome that a row of `forecast` stands for. */
export function toForecast(row: ForecastTable): StageOutcome<Forecast> {
  const unavailable = unavailableOf(row);
  if (unavailable) return unavailable;
  const [times, means, lowers, uppers] = decodePoints(row.points ?? '[]', 4);
  return {
    model: row.model ?? '',
    modelChoice: row.model_choice ?? '',
    backtest: backtestOf(row),
    level: fromColumn(row.interval_level),
    stepMs: fromColumn(row.forecast_step_ms),
    points: Array.from(times!, (timestampMs, at) => ({
      timestampMs,
      mean: means![at]!,
      lower: lowers![at]!,
      upper: uppers![at]!,
    })),
    max: fromColumn(row.max_value),
    min: fromColumn(row.min_value),
    mean: fromColumn(row.mean_value),
  };
}

function backtestOf(row: ForecastTable): ForecastBacktest | null {
  if (row.backtest_origin_count === null) return null;
  return {
    originCount: row.backtest_origin_count,
    meanAbsoluteScaledError: fromColumn(row.backtest_scaled_error),
    lastValueError: fromColumn(row.backtest_last_value_error),
    coverage: fromColumn(row.backtest_coverage),
    intervalScore: fromColumn(row.backtest_interval_score),
  };
}

/** The times that a row of `execution_time` holds. */
export const toExecutionTimes = (row: ExecutionTimeTable): ExecutionTimes => ({
  dickeyFuller: fromColumn(row.dickey_fuller_ms),
  hodrickPrescott: fromColumn(row.hodrick_prescott_ms),
  autocorrelation: fromColumn(row.autocorrelation_ms),
  decomposition: fromColumn(row.decomposition_ms),
  aggregates: fromColumn(row.aggregates_ms),
  forecast: fromColumn(row.forecast_ms),
  total: fromColumn(row.total_ms),
});

/** The outcome that one window's rows of `aggregates` stand for, in the order of their index. */
export function toAggregates(rows: readonly AggregatesTable[]): StageOutcome<Aggregates> {
  const unavailable = rows[0] && unavailableOf(rows[0]);
  if (unavailable) return unavailable;
  const bins = rows.flatMap((row) => (row.bin_ms === null ? [] : [{ row, binMs: row.bin_ms }]));
  return {
    bins: bins.map(({ row, binMs }) => ({
      binMs,
      binCount: fromColumn(row.bin_count),
      max: fromColumn(row.max_value),
      min: fromColumn(row.min_value),
      mean: fromColumn(row.mean_value),
      standardDeviation: row.standard_deviation,
    })),
  };
}

/** The outcome that a row of `autocorrelation_window` stands for. */
export function toAutocorrelation(row: AutocorrelationTable): StageOutcome<Autocorrelation> {
  const unavailable = unavailableOf(row);
  if (unavailable) return unavailable;
  const [values] = decodePoints(row.points ?? '[]', 1);
  return { values: values! };
}

/** The outcome that a row of `hodrick_prescott_window` stands for. */
export function toHodrickPrescott(row: HodrickPrescottTable): StageOutcome<HodrickPrescott> {
  const unavailable = unavailableOf(row);
  if (unavailable) return unavailable;
  const [cycle, trend] = decodePoints(row.points ?? '[]', 2);
  return { lambda: fromColumn(row.lambda), cycle: cycle!, trend: trend! };
}

/** The outcome that a row of `decomposition_window` stands for. */
export function toDecomposition(row: DecompositionTable): StageOutcome<Decomposition> {
  const unavailable = unavailableOf(row);
  if (unavailable) return unavailable;
  const [trend, seasonal, residual] = decodePoints(row.points ?? '[]', 3);
  return {
    model: row.model === 'multiplicative' ? 'multiplicative' : 'additive',
    period: fromColumn(row.period_samples),
    trend: trend!,
    seasonal: seasonal!,
    residual: residual!,
  };
}
