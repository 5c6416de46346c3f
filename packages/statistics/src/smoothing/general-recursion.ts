import { runBackward, type SmoothingGradient } from './backward.js';
import { runForward } from './forward.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { createTape, stateAfter } from './tape.js';

/** The recursion of one model over one series: what a search evaluates again and again, without an allocation. */
export interface SmoothingRecursion {
  /**
   * @param parameters  smoothing parameters
   * @param initial     the state before the first sample
   * @returns           sum of squared one-step errors; Infinity outside the domain of the model
   */
  run(parameters: SmoothingParameters, initial: SmoothingState): number;
  /**
   * Derivatives of the sum that the last `run` returned, which must be finite.
   *
   * @param gradient  receives the derivatives
   * @returns         `Float64Array[≥ period]`: the derivatives by the initial seasons, valid until the next call
   */
  differentiate(gradient: SmoothingGradient): Float64Array;
  /**
   * What the last `run` left behind; its sum must have been finite.
   *
   * @returns  fresh copies: one-step forecasts and the state after the last sample
   */
  outcome(): { readonly fitted: Float64Array; readonly final: SmoothingState };
}

/**
 * The recursion of any model, by the passes that decide at each step what the model has.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, finite
 * @returns      the recursion with its work space
 */
export function generalRecursion(model: HoltWintersModel, y: Float64Array): SmoothingRecursion {
  const tape = createTape(y.length, model.period);
  let given: SmoothingParameters | undefined;
  return {
    run(parameters, initial) {
      given = parameters;
      return runForward(model, y, parameters, initial, tape);
    },
    differentiate(gradient) {
      if (given !== undefined) runBackward(model, y, given, tape, gradient);
      return tape.seasonAdjoint;
    },
    outcome: () => ({ fitted: tape.fitted.slice(), final: stateAfter(tape, y.length) }),
  };
}
