import { meanStep } from '../series/mean-step.js';
import { leastSquares, type RegressionProblem, reweightedLeastSquares } from './least-absolute-regression.js';
import { FIRST_REGRESSED, REGRESSORS, regressorRows } from './regressors.js';
import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';
import { seasonalProfile, wholeSeasons } from './seasonal-profile.js';
import { fromSpreadScale, type SpreadScale } from './spread-scale.js';

/** A series as an autoregression sees it. */
export interface AutoregressionInput {
  readonly name: string;
  /** `Float64Array[n]`: the samples of the backtest, centred, or on their scale of spread. */
  readonly z: Float64Array;
  /** Samples of the season to take off, 0 for none. */
  readonly period: number;
  /** The way back to the unit of the series: a scale of spread, or the centre that was subtracted. */
  readonly origin: SpreadScale | number;
}

/** What is estimated, as opposed to rolled over the samples. */
export interface AutoregressionEstimate {
  /** Share of the seasonal profile that is taken off before, and put back after, 0 to 1. */
  readonly seasonShare: number;
  /** `Float64Array[REGRESSORS·horizon]`, learnt from the samples before the backtest. */
  readonly past: Float64Array;
  /** `Float64Array[REGRESSORS·horizon]`, learnt from all samples: for the forecast itself. */
  readonly present: Float64Array;
}

const PROFILE_SEASONS = 2;
/** With fewer origins to learn from than this many a regressor, coefficients are noise. */
const ORIGINS_PER_REGRESSOR = 10;
/** On the spread scale forecasts may leave the range of the samples so far by this much: e times as far from the median as any of them. */
const OVERSHOOT = 1;

/**
 * An autoregression whose steps ahead are regressed one by one ("direct"), so that no error of a wrong model is fed back, rolled over the
 * origins of a backtest.
 *
 * @param origins     the backtest
 * @param input       the same samples as the autoregression sees them
 * @param learnt      samples to learn from, those behind `origins.first` for the last origin only
 * @param remembered  what was estimated before from the same samples
 * @returns           forecasts at every origin, with the estimate; `undefined` when there are too few samples or they do not move
 */
export function autoregressionCandidate(
  origins: RollingOrigins,
  input: AutoregressionInput,
  learnt: number,
  remembered: AutoregressionEstimate | undefined,
): { candidate: Candidate; estimate: AutoregressionEstimate } | undefined {
  const { horizon } = origins;
  const { z, period } = input;
  const profile =
    period === 0 ? undefined : seasonalProfile(z, period, { horizon, seasons: PROFILE_SEASONS });
  const seasonShare = remembered?.seasonShare ?? (profile === undefined ? 0 : shareOf(z, profile, learnt));
  const y = withoutSeason(z, profile, seasonShare);
  const rows = regressorRows(y, remembered === undefined ? FIRST_REGRESSED : origins.first);
  const coefficients = remembered ?? estimate(origins, { y, rows, learnt, period });
  if (coefficients === undefined) return undefined;
  const forecasts = rollForecasts(origins, coefficients, y, rows);
  for (let origin = origins.first; profile !== undefined && origin <= z.length; origin++) {
    const row = (origin - origins.first) * horizon;
    for (let h = 0; h < horizon; h++) forecasts[row + h]! += seasonShare * profile[origin + h]!;
  }
  restoreUnit(forecasts, origins, input);
  const candidate = { name: input.name, first: origins.first, forecasts };
  return { candidate, estimate: { seasonShare, past: coefficients.past, present: coefficients.present } };
}

function estimate(
  { first: known, horizon }: RollingOrigins,
  { y, rows, learnt, period }: { y: Float64Array; rows: Float64Array; learnt: number; period: number },
): Pick<AutoregressionEstimate, 'past' | 'present'> | undefined {
  const step = meanStep(y, known);
  const from = Math.max(FIRST_REGRESSED, period === 0 ? 0 : wholeSeasons(period, horizon) + 1);
  if (!(step > 0) || known - horizon - from < ORIGINS_PER_REGRESSOR * REGRESSORS) return undefined;
  const problem: RegressionProblem = { y, rows, horizon, step };
  const past = reweightedLeastSquares(problem, { from, known }, leastSquares(problem, { from, known }));
  const whole = { ...problem, step: meanStep(y, learnt) };
  return { past, present: reweightedLeastSquares(whole, { from, known: learnt }, past) };
}

/** Forecasts of `y`; the last origin by the present coefficients, all others by the past ones. */
function rollForecasts(
  origins: RollingOrigins,
  { past, present }: Pick<AutoregressionEstimate, 'past' | 'present'>,
  y: Float64Array,
  rows: Float64Array,
): Float64Array {
  const { first, horizon } = origins;
  const forecasts = forecastRows(origins);
  const byStep = transposed(past, horizon);
  const lastByStep = transposed(present, horizon);
  for (let origin = first; origin <= y.length; origin++) {
    const coefficients = origin === y.length ? lastByStep : byStep;
    const row = (origin - first) * horizon;
    const from = origin * REGRESSORS;
    const last = y[origin - 1]!;
    for (let h = 0, at = 0; h < horizon; h++) {
      let value = last;
      for (let k = 0; k < REGRESSORS; k++, at++) value += coefficients[at]! * rows[from + k]!;
      forecasts[row + h] = value;
    }
  }
  return forecasts;
}

/** Coefficient k of step h at h·REGRESSORS + k: in the order of a sum over regressors, which then stays in a register. */
function transposed(coefficients: Float64Array, horizon: number): Float64Array {
  return coefficients.map(
    (_, at) => coefficients[(at % REGRESSORS) * horizon + Math.floor(at / REGRESSORS)]!,
  );
}

function restoreUnit(
  forecasts: Float64Array,
  { first, horizon }: RollingOrigins,
  { z, origin: unit }: AutoregressionInput,
): void {
  if (typeof unit === 'number') {
    for (let j = 0; j < forecasts.length; j++) forecasts[j]! += unit;
    return;
  }
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let origin = 1; origin <= z.length; origin++) {
    least = Math.min(least, z[origin - 1]!);
    most = Math.max(most, z[origin - 1]!);
    for (let j = (origin - first) * horizon; j >= 0 && j < (origin - first + 1) * horizon; j++) {
      const value = Math.max(least - OVERSHOOT, Math.min(most + OVERSHOOT, forecasts[j]!));
      forecasts[j] = fromSpreadScale(value, unit);
    }
  }
}

/** How much of the profile is in the series: the slope of the series on it, through their common mean, kept within [0, 1]. */
function shareOf(z: Float64Array, profile: Float64Array, learnt: number): number {
  let sum = 0;
  for (let i = 0; i < learnt; i++) sum += z[i]!;
  const mean = sum / learnt;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < learnt; i++) {
    const season = profile[i]! - mean;
    if (Number.isNaN(season)) continue;
    products += (z[i]! - mean) * season;
    squares += season * season;
  }
  return squares > 0 ? Math.max(0, Math.min(1, products / squares)) : 0;
}

function withoutSeason(z: Float64Array, profile: Float64Array | undefined, share: number): Float64Array {
  if (profile === undefined) return z;
  const rest = new Float64Array(z.length);
  for (let i = 0; i < rest.length; i++)
    rest[i] = z[i]! - (Number.isNaN(profile[i]) ? 0 : share * profile[i]!);
  return rest;
}
