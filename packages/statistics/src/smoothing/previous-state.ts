import { runForward } from './forward.js';
import type { HoltWintersFit } from './holt-winters-fit.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { createTape, stateAfter } from './tape.js';

/** A fit to an earlier window of the same series. */
export interface WarmStart {
  readonly fit: HoltWintersFit;
  /** By how many samples the window has moved on since, ≥ 0. */
  readonly shift: number;
}

/**
 * Where an earlier fit stands at the start of a window that has moved on.
 *
 * @param warmStart  the fit, and by how many samples the window moved
 * @param model      the model to fit now
 * @returns          its parameters and its state after that many of its samples, the last one for a window that begins behind
 *                   them all; `undefined` when the fit is of another model
 */
export function previousState(
  { fit, shift }: WarmStart,
  model: HoltWintersModel,
): { parameters: SmoothingParameters; state: SmoothingState } | undefined {
  const { trend, seasonal, period, damped } = fit.model;
  const isSame =
    trend === model.trend &&
    seasonal === model.seasonal &&
    period === model.period &&
    damped === model.damped;
  if (!isSame) return undefined;
  const { parameters, fitted, residual } = fit;
  if (shift >= fitted.length) return { parameters, state: fit.final };
  const samples = fitted.slice(0, shift);
  for (let t = 0; t < shift; t++) samples[t]! += residual[t]!;
  const tape = createTape(shift, period);
  runForward(model, samples, parameters, fit.initial, tape);
  return { parameters, state: stateAfter(tape, shift) };
}
