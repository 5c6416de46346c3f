import type { ForecastBacktest } from './analysis.js';

/** A forecast as columns, one entry per step ahead, in the unit of the series: finite, since what overflows is unavailable. */
export interface ForecastColumns {
  readonly model: string;
  /** Why this model. */
  readonly modelChoice: string;
  readonly backtest: ForecastBacktest | null;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}
