import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { scaleProblem, scaleState, unscaleState } from './scaled-problem.js';
import { searchFewValues } from './search-few-values.js';
import { searchManyValues } from './search-many-values.js';
import { sharesOf } from './search-space.js';
import { smoothingRecursion } from './smoothing-recursion.js';
import type { FoundSmoothing } from './smoothing-search.js';

/** Settings of the search. */
export interface EstimateOptions {
  /** Search for the initial state too, or keep the classical one. */
  readonly freeStates: boolean;
  /** Most gradient evaluations; the default depends on the number of free values. */
  readonly maxEvaluations: number | undefined;
  /** Parameters and the state at the start of `x` of a previous fit of the same model, in the unit of the series. */
  readonly warm: { readonly parameters: SmoothingParameters; readonly state: SmoothingState } | undefined;
}

/** Beyond this many free values a plain least-squares fit follows the noise, and seasons are held near their classical estimate. */
const FEW_VALUES = 100;
const EVALUATIONS_FEW = 2000;
const EVALUATIONS_MANY = 40;

/**
 * Estimates a Holt–Winters model by least squares of the one-step errors on scaled data, penalised for long seasons.
 * A bounded quasi-Newton search with exact derivatives moves parameters and initial state together until it converges.
 *
 * @param x        `number[n]`, finite, long enough for the model, above 0 for multiplicative components
 * @param model    the components
 * @param options  what is free, and where to start
 * @returns        parameters and initial state in the unit of the series, or why there are none
 */
export function estimateSmoothing(
  x: Series,
  model: HoltWintersModel,
  options: EstimateOptions,
): FoundSmoothing | Unavailable {
  const problem = scaleProblem(x, model);
  const { freeStates, warm } = options;
  const isFew = !freeStates || countValues(model) <= FEW_VALUES;
  const search = {
    model,
    y: problem.y,
    spread: problem.spread,
    recursion: smoothingRecursion(model, problem.y),
    maxEvaluations: options.maxEvaluations ?? (isFew ? EVALUATIONS_FEW : EVALUATIONS_MANY),
    warm: warm && { shares: sharesOf(warm.parameters), state: scaleState(warm.state, problem, model) },
  };
  const found = isFew ? searchFewValues(search, freeStates) : searchManyValues(search);
  if (found !== undefined) return { ...found, initial: unscaleState(found.initial, problem, model) };
  return unavailable('not-finite', 'no smoothing parameters keep the multiplicative components above 0');
}

/** Smoothing parameters, level, trend and seasons. */
function countValues({ trend, seasonal, damped, period }: HoltWintersModel): number {
  return 2 + (trend === 'none' ? 0 : 2) + (damped ? 1 : 0) + (seasonal === 'none' ? 0 : 1 + period);
}
