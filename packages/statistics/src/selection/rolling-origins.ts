/** The origins of a backtest: at each, only the samples before it are known, and some steps are forecast. */
export interface RollingOrigins {
  /** `Float64Array[n]`, finite. */
  readonly x: Float64Array;
  /** Samples known at the first origin; the last origin knows all n. */
  readonly first: number;
  /** Steps ahead, ≥ 1. */
  readonly horizon: number;
}

/** What one way to forecast says at each origin. */
export interface Candidate {
  /** Name and settings, such as `rolling-median(15)`. */
  readonly name: string;
  /** Origins before this one have no forecasts. */
  readonly first: number;
  /** `Float64Array[(n - origins.first + 1)·horizon]`: row per origin, the forecast of `x[origin + h]` in column h. */
  readonly forecasts: Float64Array;
}

/**
 * Room for the forecasts of one candidate.
 *
 * @param origins  the backtest
 * @returns        `Float64Array[(n - first + 1)·horizon]`, zeroed
 */
export function forecastRows({ x, first, horizon }: RollingOrigins): Float64Array {
  return new Float64Array((x.length - first + 1) * horizon);
}
