import { workArrays } from '../series/work-arrays.js';
import type { SmoothingState } from './model.js';

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
  const next = workArrays((n + 1) * 2 + (n + period) * 2 + n * 3);
  return {
    level: next(n + 1),
    trend: next(n + 1),
    season: next(n + period),
    carried: next(n),
    dampedTrend: next(n),
    fitted: next(n),
    seasonAdjoint: next(n + period),
  };
}

/**
 * The state that a forward pass reached.
 *
 * @param tape   recorded by the pass
 * @param count  samples of the pass
 * @returns      the state after the last of them
 */
export function stateAfter(
  tape: Pick<SmoothingTape, 'level' | 'trend' | 'season'>,
  count: number,
): SmoothingState {
  return { level: tape.level[count]!, trend: tape.trend[count]!, season: tape.season.slice(count) };
}
