import { isUnavailable } from '../outcome/unavailable.js';
import { runForward } from '../smoothing/forward.js';
import { type HoltWintersOptions, holtWinters } from '../smoothing/holt-winters.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from '../smoothing/model.js';
import { createTape } from '../smoothing/tape.js';
import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';

/** A Holt–Winters model that competes. */
export interface HoltWintersEntry {
  readonly name: string;
  /** Components, with an additive season and no damping of a multiplicative trend, and how the search for them is limited. */
  readonly options: HoltWintersOptions;
  /** The first sample to fit to. */
  readonly from: number;
  /** Samples known to the fit; the model competes at the origins behind them. */
  readonly known: number;
}

/** A model as it was fitted. */
export interface HoltWintersEstimate {
  readonly model: HoltWintersModel;
  readonly parameters: SmoothingParameters;
  /** The state before the first sample that it was fitted to. */
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
  { name, options, from, known }: HoltWintersEntry,
  remembered: HoltWintersEstimate | undefined,
): { candidate: Candidate; estimate: HoltWintersEstimate } | undefined {
  const fit = remembered ?? holtWinters(origins.x.subarray(from, known), options);
  if (isUnavailable(fit)) return undefined;
  const { model, parameters, initial } = fit;
  const forecasts = rollModel(origins, { model, parameters, initial }, { from, known });
  if (forecasts === undefined) return undefined;
  const first = Math.max(origins.first, known);
  return { candidate: { name, first, forecasts }, estimate: { model, parameters, initial } };
}

function rollModel(
  origins: RollingOrigins,
  { model, parameters, initial }: HoltWintersEstimate,
  { from, known }: Pick<HoltWintersEntry, 'from' | 'known'>,
): Float64Array | undefined {
  const { horizon } = origins;
  const x = origins.x.subarray(from);
  const tape = createTape(x.length, model.period);
  if (!Number.isFinite(runForward(model, x, parameters, initial, tape))) return undefined;
  const forecasts = forecastRows(origins);
  for (let origin = Math.max(origins.first, known); origin <= origins.x.length; origin++) {
    const row = (origin - origins.first) * horizon;
    const at = origin - from;
    let level = tape.level[at]!;
    let trend = tape.trend[at]!;
    for (let h = 0; h < horizon; h++) {
      if (model.trend === 'additive') {
        trend *= parameters.dampingTrend;
        level += trend;
      } else if (model.trend === 'multiplicative') level *= trend;
      forecasts[row + h] = level + tape.season[at + (h % model.period)]!;
    }
  }
  return forecasts;
}
