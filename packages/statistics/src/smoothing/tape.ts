/** What a forward pass writes and the backward pass reads; made once per fit, for no allocation per evaluation. */
export interface SmoothingTape {
  /** `Float64Array[n+1]`: level before sample t. */
  readonly level: Float64Array;
  /** `Float64Array[n+1]`: trend before sample t. */
  readonly trend: Float64Array;
  /** `Float64Array[n+m]`: season of sample t; the new season of sample t is at t + m. */
  readonly season: Float64Array;
  /** `Float64Array[n]`: level and trend carried one step on, the season left out. */
  readonly carried: Float64Array;
  /** `Float64Array[n]`: the trend after damping. */
  readonly dampedTrend: Float64Array;
  /** `Float64Array[n]`: one-step forecasts. */
  readonly fitted: Float64Array;
  /** `Float64Array[n+m]`: work space of the backward pass, derivatives by season. */
  readonly seasonAdjoint: Float64Array;
}

/**
 * Work space for series of one length and models of one period.
 *
 * @param n       samples
 * @param period  samples of one season, 0 without
 * @returns       zeroed arrays
 */
export function createTape(n: number, period: number): SmoothingTape {
  return {
    level: new Float64Array(n + 1),
    trend: new Float64Array(n + 1),
    season: new Float64Array(n + period),
    carried: new Float64Array(n),
    dampedTrend: new Float64Array(n),
    fitted: new Float64Array(n),
    seasonAdjoint: new Float64Array(n + period),
  };
}
