import type { SmoothingRecursion } from './general-recursion.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import type { SmoothingShares } from './search-space.js';

/** What a search works on: one model over one scaled series. */
export interface SmoothingSearch {
  readonly model: HoltWintersModel;
  /** `Float64Array[n]`, the scaled series. */
  readonly y: Float64Array;
  /** Natural step of levels and seasons. */
  readonly spread: number;
  readonly recursion: SmoothingRecursion;
  /** Most gradient evaluations, ≥ 1. */
  readonly maxEvaluations: number;
  /** Where a previous fit of the same model stands at the start of the series. */
  readonly warm: { readonly shares: SmoothingShares; readonly state: SmoothingState } | undefined;
}

/** What a search found, on the scaled series. */
export interface FoundSmoothing {
  readonly parameters: SmoothingParameters;
  readonly initial: SmoothingState;
  /** Number of values that were searched for. */
  readonly freeCount: number;
  /** Gradient evaluations, over all starts. */
  readonly evaluations: number;
  /** False when the evaluations ran out first. */
  readonly converged: boolean;
}
