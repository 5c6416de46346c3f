/** How a component enters a Holt–Winters model. */
export type ComponentKind = 'none' | 'additive' | 'multiplicative';

/** Which components a Holt–Winters model has. */
export interface HoltWintersModel {
  readonly trend: ComponentKind;
  readonly seasonal: ComponentKind;
  /** Samples of one season, ≥ 2; 0 without a season. */
  readonly period: number;
  /** Whether the trend fades by the factor `dampingTrend` each step. */
  readonly damped: boolean;
}

/**
 * Smoothing parameters in Holt's and Winters' convention (not that of the state-space form):
 * level' = α·(y - s) + (1-α)·p, trend' = β·(level' - level) + (1-β)·φ·trend, season' = γ·(y - p) + (1-γ)·s,
 * with quotients in place of differences where a component is multiplicative. Components that the model lacks have 0, and φ 1.
 */
export interface SmoothingParameters {
  /** α, within [0, 1]. */
  readonly smoothingLevel: number;
  /** β, within [0, 1]. */
  readonly smoothingTrend: number;
  /** γ, within [0, 1]. */
  readonly smoothingSeasonal: number;
  /** φ, within (0, 1]; 1 without damping. */
  readonly dampingTrend: number;
}

/** The state between two samples. */
export interface SmoothingState {
  /** In the unit of the series. */
  readonly level: number;
  /** Per step: added (unit of the series), or a factor; 0 without a trend. */
  readonly trend: number;
  /** `Float64Array[period]`, entry 0 belongs to the next sample; differences, or factors; empty without a season. */
  readonly season: Float64Array;
}

/**
 * Whether every component is additive or absent, so that forecasts are linear in the state.
 *
 * @param model  the components
 * @returns      true when variances have a closed form
 */
export function isLinear(model: HoltWintersModel): boolean {
  return model.trend !== 'multiplicative' && model.seasonal !== 'multiplicative';
}
