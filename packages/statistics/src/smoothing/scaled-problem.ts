import { centre } from '../series/centre.js';
import type { Series } from '../series/series.js';
import { type HoltWintersModel, isLinear, type SmoothingState } from './model.js';

/** A series brought to unit size for the search, and the way back. */
export interface ScaledProblem {
  /** `Float64Array[n]`: (x - offset) / scale. */
  readonly y: Float64Array;
  readonly offset: number;
  readonly scale: number;
  /** Standard deviation of `y`: the natural step of levels and seasons in the search; 1 when it would be 0. */
  readonly spread: number;
}

/**
 * Scales a series so that the same search works for bytes and for ratios.
 * Linear models are centred too; multiplicative ones may only be divided, or quotients would change. In bytes, unscaled,
 * derivatives by level and by α differ by twenty orders and a search stands still.
 *
 * @param x      `number[n]`, n ≥ 1, finite; above 0 for a multiplicative model
 * @param model  the components
 * @returns      the scaled copy
 */
export function scaleProblem(x: Series, model: HoltWintersModel): ScaledProblem {
  const { values, offset } = centre(x);
  const n = values.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[i]!));
  const unit = largest > 0 ? largest : 1;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! / unit) ** 2;
  const deviation = unit * Math.sqrt(squares / n);
  if (isLinear(model)) {
    const scale = deviation > 0 ? deviation : unit;
    for (let i = 0; i < n; i++) values[i]! /= scale;
    return { y: values, offset, scale, spread: 1 };
  }
  for (let i = 0; i < n; i++) values[i] = x[i]! / offset;
  const spread = deviation / offset;
  return { y: values, offset: 0, scale: offset, spread: spread > 0 ? spread : 1 };
}

/**
 * Brings a state of the scaled series back to the unit of the series.
 *
 * @param state    state on the scaled series
 * @param problem  how it was scaled
 * @param model    the components; factors have no unit and stay
 * @returns        the state in the unit of the series
 */
export function unscaleState(
  state: SmoothingState,
  problem: ScaledProblem,
  model: HoltWintersModel,
): SmoothingState {
  const { offset, scale } = problem;
  return {
    level: offset + scale * state.level,
    trend: model.trend === 'additive' ? scale * state.trend : state.trend,
    season:
      model.seasonal === 'additive' ? state.season.map((s) => scale * s) : Float64Array.from(state.season),
  };
}

/**
 * The inverse of `unscaleState`.
 *
 * @param state    state in the unit of the series
 * @param problem  how the series was scaled
 * @param model    the components
 * @returns        the state on the scaled series
 */
export function scaleState(
  state: SmoothingState,
  problem: ScaledProblem,
  model: HoltWintersModel,
): SmoothingState {
  const { offset, scale } = problem;
  return {
    level: (state.level - offset) / scale,
    trend: model.trend === 'additive' ? state.trend / scale : state.trend,
    season:
      model.seasonal === 'additive' ? state.season.map((s) => s / scale) : Float64Array.from(state.season),
  };
}
