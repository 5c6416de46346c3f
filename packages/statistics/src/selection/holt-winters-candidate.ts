import { isUnavailable } from '../outcome/unavailable.js';
import { runForward } from '../smoothing/forward.js';
import { type HoltWintersOptions, holtWinters } from '../smoothing/holt-winters.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from '../smoothing/model.js';
import { createTape } from '../smoothing/tape.js';
import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';

/** A Holt–Winters model that competes. */
export interface HoltWintersEntry {
  readonly name: string;
  /** Components, with an additive season, and how the search for them is limited. */
  readonly options: HoltWintersOptions;
  /** Samples to fit to; the model competes at the origins behind them. */
  readonly known: number;
}

/** A model as it was fitted. */
export interface HoltWintersEstimate {
  readonly model: HoltWintersModel;
  readonly parameters: SmoothingParameters;
  /** The state before the first sample. */
  readonly initial: SmoothingState;
}

/**
 * A seasonal model, fitted by exact gradients to the first samples and rolled over the origins behind them.
 *
 * @param origins     the backtest
 * @param entry       what to fit
 * @param remembered  what was fitted to the same samples before
 * @returns           forecasts with the fit; `undefined` where the model cannot be fitted or its path leaves its domain
 */
export function holtWintersCandidate(
  origins: RollingOrigins,
  { name, options, known }: HoltWintersEntry,
  remembered: HoltWintersEstimate | undefined,
): { candidate: Candidate; estimate: HoltWintersEstimate } | undefined {
  const fit = remembered ?? holtWinters(origins.x.subarray(0, known), options);
  if (isUnavailable(fit)) return undefined;
  const { model, parameters, initial } = fit;
  const forecasts = rollModel(origins, { model, parameters, initial }, known);
  if (forecasts === undefined) return undefined;
  const first = Math.max(origins.first, known);
  return { candidate: { name, first, forecasts }, estimate: { model, parameters, initial } };
}

function rollModel(
  origins: RollingOrigins,
  { model, parameters, initial }: HoltWintersEstimate,
  known: number,
): Float64Array | undefined {
  const { x, horizon } = origins;
  const tape = createTape(x.length, model.period);
  if (!Number.isFinite(runForward(model, x, parameters, initial, tape))) return undefined;
  const forecasts = forecastRows(origins);
  const fading = fadingSteps(parameters.dampingTrend, horizon);
  for (let origin = Math.max(origins.first, known); origin <= x.length; origin++) {
    const row = (origin - origins.first) * horizon;
    const level = tape.level[origin]!;
    const trend = tape.trend[origin]!;
    for (let h = 0; h < horizon; h++) {
      const season = tape.season[origin + (h % model.period)]!;
      forecasts[row + h] = carriedOn(model, level, trend, fading[h]!) + season;
    }
  }
  return forecasts;
}

function carriedOn({ trend: kind }: HoltWintersModel, level: number, trend: number, steps: number): number {
  if (kind === 'none') return level;
  return kind === 'additive' ? level + steps * trend : level * trend ** steps;
}

/** φ + φ² + … + φʰ for each step h. */
function fadingSteps(damping: number, horizon: number): Float64Array {
  const steps = new Float64Array(horizon);
  let fading = 1;
  let sum = 0;
  for (let h = 0; h < horizon; h++) {
    fading *= damping;
    sum += fading;
    steps[h] = sum;
  }
  return steps;
}
