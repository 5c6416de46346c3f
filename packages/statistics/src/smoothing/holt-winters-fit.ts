import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';

/** A fitted model. Level, fitted values and residuals are in the unit of the series. */
export interface HoltWintersFit {
  readonly model: HoltWintersModel;
  readonly parameters: SmoothingParameters;
  /** The state before the first sample. */
  readonly initial: SmoothingState;
  /** The state after the last sample, from which forecasts start. */
  readonly final: SmoothingState;
  /** `Float64Array[n]`: one-step forecasts. */
  readonly fitted: Float64Array;
  /** `Float64Array[n]`: x - fitted. */
  readonly residual: Float64Array;
  /** Sum of squared residuals. */
  readonly sse: number;
  /** Variance of the one-step error: sse / (n - freeCount), at least one degree of freedom. */
  readonly errorVariance: number;
  readonly aic: number;
  /** AIC corrected for small samples; null when there are too few samples for it. */
  readonly aicc: number | null;
  readonly bic: number;
  /** Number of values estimated from the series; 0 when all were given. */
  readonly freeCount: number;
  /** Gradient evaluations that the search took. */
  readonly evaluations: number;
  /** False when the search stopped at its limit of evaluations. */
  readonly converged: boolean;
}
