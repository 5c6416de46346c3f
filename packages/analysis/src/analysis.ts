import type { Series } from '@forewarn/core';
import type { Stage, StageOutcome } from './stage.js';

/** A rolling window of samples on a regular grid. The grid's first point is `startMs`, its last `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  /** Grid points that have a finite sample. */
  readonly sampleCount: number;
  /** Grid points that have none. */
  readonly missingCount: number;
}

/** Augmented Dickey–Fuller test of a unit root. */
export interface DickeyFuller {
  readonly statistic: number;
  /** MacKinnon's approximate p-value, 0 to 1. */
  readonly pValue: number;
  /** Lagged differences in the chosen regression. */
  readonly usedLag: number;
  /** Rows of that regression. */
  readonly observations: number;
  readonly criticalValues: { readonly '1%': number; readonly '5%': number; readonly '10%': number };
  /** p < 0.05: a unit root is rejected. */
  readonly stationary: boolean;
}

/** Hodrick–Prescott filter: one value per grid point of the window, in the unit of the series. */
export interface HodrickPrescott {
  readonly lambda: number;
  readonly cycle: Float64Array;
  readonly trend: Float64Array;
}

/** Sample autocorrelation; `values[k]` is that of lag k, −1 to 1. */
export interface Autocorrelation {
  readonly values: Float64Array;
}

/** Classical decomposition: one value per grid point; NaN where the moving average does not reach. */
export interface Decomposition {
  readonly model: 'additive' | 'multiplicative';
  /** Season in samples. */
  readonly period: number;
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly residual: Float64Array;
}

/** Statistics over the last values of a window's bins of one width. */
export interface Aggregate {
  readonly binMs: number;
  /** Bins that hold a sample. */
  readonly binCount: number;
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  /** Sample standard deviation; null for fewer than two bins. */
  readonly standardDeviation: number | null;
}

/** One aggregate per configured bin width, narrowest first. */
export interface Aggregates {
  readonly bins: readonly Aggregate[];
}

/** The forecast for one future time, with the bounds of its prediction interval. */
export interface ForecastPoint {
  readonly timestampMs: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** How the chosen forecaster did on the series' own past: rolling origins, each forecast with what was known then. */
export interface ForecastBacktest {
  /** Origins that were forecast, ≥ 1. */
  readonly originCount: number;
  /** Mean absolute scaled error over the horizon, the newest origins counting most; 1 is the mean absolute step of the window. */
  readonly meanAbsoluteScaledError: number;
  /** The same of the last value carried on. */
  readonly lastValueError: number;
  /** Share of the values that the prediction interval held, 0 to 1. */
  readonly coverage: number;
  /** Mean interval score (Gneiting & Raftery), scaled like the errors. */
  readonly intervalScore: number;
}

/** A forecast from the end of the window on, in the unit of the series. */
export interface Forecast {
  /** The model that was fitted, such as `holt-winters(multiplicative,additive,550)`. */
  readonly model: string;
  /** Why this model: the configured one, or what stood against it. */
  readonly modelChoice: string;
  /** Null where the model was configured and not selected, or where the series is too short for a backtest. */
  readonly backtest: ForecastBacktest | null;
  /** Probability that the interval holds, 0 to 1. */
  readonly level: number;
  readonly stepMs: number;
  readonly points: readonly ForecastPoint[];
  /** Of the points' means. */
  readonly max: number;
  readonly min: number;
  readonly mean: number;
}

/** Milliseconds that each stage took, and all of them together with the preparation. */
export type ExecutionTimes = Readonly<Record<Stage | 'total', number>>;

/** All that is computed for one series over one window. A series and a window end name one analysis. */
export interface Analysis {
  readonly series: Series;
  /** A short name of the series for people. */
  readonly partition: string;
  readonly window: Window;
  readonly dickeyFuller: StageOutcome<DickeyFuller>;
  readonly hodrickPrescott: StageOutcome<HodrickPrescott>;
  readonly autocorrelation: StageOutcome<Autocorrelation>;
  readonly decomposition: StageOutcome<Decomposition>;
  readonly aggregates: StageOutcome<Aggregates>;
  readonly forecast: StageOutcome<Forecast>;
  readonly executionTimes: ExecutionTimes;
}
