import { centredMovingAverage } from '../decomposition/centred-moving-average.js';
import { seasonalMeans } from '../decomposition/seasonal-means.js';
import type { HoltWintersModel, SmoothingState } from './model.js';

/** How many values of the (deseasonalised) series the starting line goes through. */
const LINE_LENGTH = 10;
const MOST_CYCLES = 5;

/**
 * A state to start a fit from: level and trend from a line through the first ten values of the series (of its moving average
 * over a season, if there is one), the season from mean deviations over up to five seasons.
 * The same values as statsmodels' heuristic initialisation; shorter series, which that refuses, use what there is.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, finite, n ≥ 1 and n ≥ 2·period; above 0 for multiplicative components
 * @returns      the state before the first sample
 * @source       Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 8.6 of the 2nd edition
 */
export function heuristicState(model: HoltWintersModel, y: Float64Array): SmoothingState {
  const season = model.seasonal === 'none' ? undefined : heuristicSeason(model, y);
  const { intercept, slope } = fitLine((season?.average ?? y).subarray(0, LINE_LENGTH));
  return {
    level: intercept,
    trend: model.trend === 'none' ? 0 : model.trend === 'additive' ? slope : 1 + slope / intercept,
    season: season?.season ?? new Float64Array(0),
  };
}

/** Ordinary least squares over x = 1, 2, …; the level is the value at x = 0, before the first sample. */
function fitLine(values: Float64Array): { intercept: number; slope: number } {
  const middle = (values.length + 1) / 2;
  const base = values[0]!;
  let sum = 0;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! - base;
    products += (i + 1 - middle) * (values[i]! - base);
    squares += (i + 1 - middle) ** 2;
  }
  const slope = squares > 0 ? products / squares : 0;
  return { intercept: base + sum / values.length - slope * middle, slope };
}

function heuristicSeason(
  model: HoltWintersModel,
  y: Float64Array,
): { season: Float64Array; average: Float64Array } {
  const { period, seasonal } = model;
  const half = Math.floor(period / 2);
  const fewest = Math.ceil((LINE_LENGTH + 2 * half) / period);
  const cycles = Math.max(Math.min(MOST_CYCLES, Math.floor(y.length / period)), fewest);
  const used = y.subarray(0, Math.min(y.length, cycles * period));
  const trend = centredMovingAverage(used, period, true);
  const season = seasonalMeans(used, trend, period, seasonal === 'additive' ? 'additive' : 'multiplicative');
  return { season: season.slice(0, period), average: trend.subarray(half, used.length - half) };
}
