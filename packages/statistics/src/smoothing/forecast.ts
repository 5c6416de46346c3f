/** Point forecasts with a prediction interval, entry h - 1 for h steps ahead; all in the unit of the series. */
export interface Forecast {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}
