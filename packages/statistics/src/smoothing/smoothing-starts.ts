import type { SmoothingRecursion } from './general-recursion.js';
import { heuristicState } from './heuristic-state.js';
import type { HoltWintersModel, SmoothingState } from './model.js';
import { parametersOf, type SmoothingShares } from './search-space.js';

/** Shares to start a search from, and the sum of squared errors there. */
export interface SmoothingStart {
  readonly shares: SmoothingShares;
  readonly sum: number;
}

/** Values of the shares of which a grid has every combination. */
export interface ShareGrid {
  readonly level: readonly number[];
  readonly trend: readonly number[];
  readonly season: readonly number[];
  readonly damping: readonly number[];
}

/** For models of few values, where a pass costs little and local minima are many. */
export const FINE_GRID: ShareGrid = {
  level: [0.02, 0.2, 0.5, 0.8, 0.97],
  trend: [0.05, 0.5],
  season: [0.05, 0.5],
  damping: [0.9, 0.98],
};

/** For models of hundreds of values, whose search corrects a coarse start within a few steps. */
export const COARSE_GRID: ShareGrid = {
  level: [0.1, 0.5, 0.9],
  trend: [0.1],
  season: [0.1],
  damping: [0.98],
};

/**
 * The points of a grid over the smoothing parameters in order of their sum of squares.
 *
 * @param recursion  the model over the series
 * @param model      the components
 * @param state      the state before the first sample
 * @param grid       which shares to try
 * @returns          the best first; those that leave the domain of the model are dropped
 */
export function promisingStarts(
  recursion: SmoothingRecursion,
  model: HoltWintersModel,
  state: SmoothingState,
  grid: ShareGrid,
): SmoothingStart[] {
  const trends = model.trend === 'none' ? [0] : grid.trend;
  const seasons = model.seasonal === 'none' ? [0] : grid.season;
  const dampings = model.damped ? grid.damping : [1];
  const starts: SmoothingStart[] = [];
  for (const level of grid.level)
    for (const trend of trends)
      for (const season of seasons)
        for (const damping of dampings) {
          const shares = { level, trend, season, damping };
          const sum = recursion.run(parametersOf(model, shares), state);
          if (Number.isFinite(sum)) starts.push({ shares, sum });
        }
  return starts.sort((a, b) => a.sum - b.sum);
}

/**
 * The classical state at the start of the series, made one from which a multiplicative trend can run.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, the scaled series
 * @returns      the heuristic state; where its line starts below zero or falls to it, level and trend 1
 */
export function classicalState(model: HoltWintersModel, y: Float64Array): SmoothingState {
  const state = heuristicState(model, y);
  if (model.trend !== 'multiplicative') return state;
  const isAdmissible = state.level > 0 && state.trend > 0.1 && state.trend < 10;
  return isAdmissible ? state : { ...state, level: 1, trend: 1 };
}

/**
 * No trend and no season around the mean: from here every model can run.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, the scaled series
 * @returns      the state
 */
export function flatState(model: HoltWintersModel, y: Float64Array): SmoothingState {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i]!;
  return {
    level: sum / y.length,
    trend: model.trend === 'multiplicative' ? 1 : 0,
    season: new Float64Array(model.period).fill(model.seasonal === 'multiplicative' ? 1 : 0),
  };
}

/**
 * The same seasons with the level and the trend that meet the first two samples, which is where a fit that follows every
 * sample (α = β = 1) must start: a level that is off costs it three large errors.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, n ≥ 2, the scaled series
 * @param state  whose seasons to keep
 * @returns      the state; the given one where a multiplicative trend cannot meet the samples
 */
export function meetingState(
  model: HoltWintersModel,
  y: Float64Array,
  state: SmoothingState,
): SmoothingState {
  const first = withoutSeason(model, y, state, 0);
  const second = withoutSeason(model, y, state, 1);
  if (model.trend === 'none') return { ...state, level: first };
  if (model.trend === 'additive') return { ...state, level: 2 * first - second, trend: second - first };
  const trend = second / first;
  return first > 0 && trend > 0.1 && trend < 10 ? { ...state, level: first / trend, trend } : state;
}

/**
 * The same seasons with the line (for a multiplicative trend, the exponential) through the whole series: where a fit that hardly
 * learns from any sample must start, and which the first few samples do not show.
 *
 * @param model  the components, with a trend
 * @param y      `Float64Array[n]`, n ≥ 2, the scaled series
 * @param state  whose seasons to keep
 * @returns      the state before the first sample
 */
export function lineState(model: HoltWintersModel, y: Float64Array, state: SmoothingState): SmoothingState {
  const scalesTrend = model.trend === 'multiplicative';
  const middle = (y.length - 1) / 2;
  let sum = 0;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < y.length; i++) {
    const value = withoutSeason(model, y, state, i);
    const height = scalesTrend ? Math.log(Math.max(value, Number.MIN_VALUE)) : value;
    sum += height;
    products += (i - middle) * height;
    squares += (i - middle) ** 2;
  }
  const slope = products / squares;
  const start = sum / y.length - slope * (middle + 1);
  const [level, trend] = scalesTrend ? [Math.exp(start), Math.exp(slope)] : [start, slope];
  return { ...state, level, trend };
}

function withoutSeason(model: HoltWintersModel, y: Float64Array, state: SmoothingState, i: number): number {
  if (model.seasonal === 'none') return y[i]!;
  const season = state.season[i % model.period]!;
  return model.seasonal === 'additive' ? y[i]! - season : y[i]! / season;
}
