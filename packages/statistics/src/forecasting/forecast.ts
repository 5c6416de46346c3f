/** Point forecasts with a prediction interval, entry h - 1 for h steps ahead; all in the unit of the series. */
export interface Forecast {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** How far ahead, and how sure. */
export interface ForecastOptions {
  /** Steps ahead, ≥ 1. */
  readonly horizon: number;
  /** Coverage of the prediction interval, a ratio; default 0.95. */
  readonly level?: number;
}
