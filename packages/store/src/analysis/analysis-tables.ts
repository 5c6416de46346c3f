import type { ProblemKind } from '@forewarn/analysis';

/** The grid of the window that a row belongs to. Times are epoch milliseconds. */
export interface WindowColumns {
  window_start_ms: number;
  window_end_ms: number;
  window_step_ms: number;
  sample_count: number;
  missing_count: number;
}

/** Why a stage has no result; null when it has one. */
export interface ReasonColumns {
  reason: string | null;
  reason_detail: string | null;
}

/** What every row of a stage has. */
export interface StageColumns extends WindowColumns, ReasonColumns {
  series_id: number;
}

/** A series with its newest window. */
export interface SeriesTable extends WindowColumns {
  id: number;
  canonical_sha256: Uint8Array;
  sort_key: Uint8Array;
  canonical: string;
  metric: string;
  partition_name: string;
  /** JSON object. */
  labels: string;
}

/** Augmented Dickey–Fuller, a row a series and window. */
export interface DickeyFullerTable extends StageColumns {
  statistic: number | null;
  p_value: number | null;
  used_lag: number | null;
  observations: number | null;
  critical_value_1_percent: number | null;
  critical_value_5_percent: number | null;
  critical_value_10_percent: number | null;
  /** 0 or 1. */
  stationary: number | null;
}

/** One row a bin width; row 0 without a width stands for an analysis without bins. */
export interface AggregatesTable extends StageColumns {
  bin_index: number;
  bin_ms: number | null;
  bin_count: number | null;
  max_value: number | null;
  min_value: number | null;
  mean_value: number | null;
  standard_deviation: number | null;
}

/** Forecasts, a row a series and window. */
export interface ForecastTable extends StageColumns {
  model: string | null;
  model_choice: string | null;
  interval_level: number | null;
  forecast_step_ms: number | null;
  max_value: number | null;
  min_value: number | null;
  mean_value: number | null;
  /** JSON `[[timestampMs, mean, lower, upper], …]`. */
  points: string | null;
  /** Null without a backtest, as are the other numbers of one. */
  backtest_origin_count: number | null;
  backtest_scaled_error: number | null;
  backtest_last_value_error: number | null;
  backtest_coverage: number | null;
  backtest_interval_score: number | null;
}

/** How long each stage took, a row a series and window. */
export interface ExecutionTimeTable extends WindowColumns {
  series_id: number;
  dickey_fuller_ms: number | null;
  hodrick_prescott_ms: number | null;
  autocorrelation_ms: number | null;
  decomposition_ms: number | null;
  aggregates_ms: number | null;
  forecast_ms: number | null;
  total_ms: number | null;
}

/** Hodrick–Prescott filter of the newest window, a row a series. */
export interface HodrickPrescottTable extends StageColumns {
  lambda: number | null;
  /** JSON `[[cycle, trend], …]`. */
  points: string | null;
}

/** Autocorrelation of the newest window, a row a series. */
export interface AutocorrelationTable extends StageColumns {
  /** JSON `[[autocorrelation], …]`. */
  points: string | null;
}

/** Decomposition of the newest window, a row a series. */
export interface DecompositionTable extends StageColumns {
  model: string | null;
  period_samples: number | null;
  /** JSON `[[trend, seasonal, residual], …]`. */
  points: string | null;
}

/** How the problem of a series or selector stands, a row a kind and name. */
export interface SeriesProblemTable {
  problem_sha256: Uint8Array;
  sort_key: Uint8Array;
  kind: ProblemKind;
  name: string;
  partition_name: string;
  selector: string;
  code: string;
  detail: string;
  since_ms: number;
  last_seen_ms: number;
  attempts: number;
  next_try_ms: number;
  expires_ms: number;
  /** Null while it lasts. */
  resolved_ms: number | null;
}

/** The tables of the analyses, as db/analysis/ creates them. */
export type AnalysisTables = {
  series: SeriesTable;
  dickey_fuller: DickeyFullerTable;
  aggregates: AggregatesTable;
  forecast: ForecastTable;
  execution_time: ExecutionTimeTable;
  hodrick_prescott_window: HodrickPrescottTable;
  autocorrelation_window: AutocorrelationTable;
  decomposition_window: DecompositionTable;
  series_problem: SeriesProblemTable;
};

/** Tables that keep a row a series and window. */
export type HistoryTable = 'dickey_fuller' | 'aggregates' | 'forecast' | 'execution_time';

/** Tables that keep a series' newest window. */
export type WindowTable = 'hodrick_prescott_window' | 'autocorrelation_window' | 'decomposition_window';
