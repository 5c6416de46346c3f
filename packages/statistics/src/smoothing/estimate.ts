import { type BoundedMinimum, minimiseBounded, type Objective } from '../optimisation/minimise-bounded.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { runBackward, type SmoothingGradient } from './backward.js';
import { runForward } from './forward.js';
import { heuristicState } from './heuristic-state.js';
import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { scaleProblem, unscaleState } from './scaled-problem.js';
import { SearchSpace, type SmoothingShares } from './search-space.js';
import { createTape } from './tape.js';

/** What the search found, in the unit of the series. */
export interface SmoothingEstimate {
  readonly parameters: SmoothingParameters;
  readonly initial: SmoothingState;
  /** Number of values that were searched for. */
  readonly freeCount: number;
  /** Gradient evaluations, over all starts. */
  readonly evaluations: number;
  /** False when the evaluations ran out first, which is the rule for a long season. */
  readonly converged: boolean;
}

/** Settings of the search. */
export interface EstimateOptions {
  /** Search for the initial state too, or keep the heuristic one. */
  readonly freeStates: boolean;
  /** Most gradient evaluations; the default depends on the number of free values. */
  readonly maxEvaluations: number | undefined;
}

/** Beyond this many free values a converged fit follows the noise, and the search is stopped early on purpose. */
const FEW_VALUES = 100;
const EVALUATIONS_FEW = 2000;
const EVALUATIONS_MANY = 40;
const TOLERANCE = 1e-9;

/**
 * Estimates a Holt–Winters model by least squares of the one-step errors.
 * A coarse grid over the smoothing parameters gives the starts, from which a bounded quasi-Newton search with exact
 * derivatives moves parameters and initial state together; the logarithm of the sum is minimised, so that tolerances are
 * relative. With a season of hundreds the initial seasons alone could nearly fit a window of two or three seasons: stopping
 * after some tens of evaluations acts as regularisation, costs milliseconds, and already passes the reference fits.
 *
 * @param x        `number[n]`, finite, long enough for the model, above 0 for multiplicative components
 * @param model    the components
 * @param options  what is free
 * @returns        parameters and initial state, or why there are none
 */
export function estimateSmoothing(
  x: Series,
  model: HoltWintersModel,
  options: EstimateOptions,
): SmoothingEstimate | Unavailable {
  const problem = scaleProblem(x, model);
  const reference = admissibleState(model, heuristicState(model, problem.y));
  return (
    searchFrom(reference) ??
    searchFrom(flatState(model, problem.y)) ??
    unavailable('not-finite', 'no smoothing parameters keep the multiplicative components above 0')
  );

  function searchFrom(state: SmoothingState): SmoothingEstimate | undefined {
    const space = new SearchSpace(model, state, problem.spread, options.freeStates);
    const found = searchStarts(space, model, problem.y, options.maxEvaluations);
    if (found === undefined) return undefined;
    return {
      parameters: space.parameters(found.point),
      initial: unscaleState(space.state(found.point, new Float64Array(model.period)), problem, model),
      freeCount: space.size,
      evaluations: found.evaluations,
      converged: found.converged,
    };
  }
}

function searchStarts(
  space: SearchSpace,
  model: HoltWintersModel,
  y: Float64Array,
  maxEvaluations: number | undefined,
): BoundedMinimum | undefined {
  const isSmall = space.size <= FEW_VALUES;
  const objective = logSumOfSquares(space, model, y);
  const starts = promisingStarts(space, model, y).slice(0, isSmall ? 5 : 1);
  const total = maxEvaluations ?? (isSmall ? EVALUATIONS_FEW : EVALUATIONS_MANY);
  let best: BoundedMinimum | undefined;
  let evaluations = 0;
  for (const [i, start] of starts.entries()) {
    const share = Math.ceil((total - evaluations) / (starts.length - i));
    if (share < 1) break;
    const found = minimiseBounded(objective, start, {
      lower: space.lower,
      upper: space.upper,
      maxEvaluations: share,
      tolerance: TOLERANCE,
    });
    evaluations += found.evaluations;
    if (best === undefined || found.value < best.value) best = found;
  }
  return best && { ...best, evaluations };
}

/** log Σe², its derivatives included; the floor keeps a perfect fit finite. */
function logSumOfSquares(space: SearchSpace, model: HoltWintersModel, y: Float64Array): Objective {
  const tape = createTape(y.length, model.period);
  const season = new Float64Array(model.period);
  const floor = y.length * Number.EPSILON ** 2;
  const by: SmoothingGradient = {
    smoothingLevel: 0,
    smoothingTrend: 0,
    smoothingSeasonal: 0,
    dampingTrend: 0,
    level: 0,
    trend: 0,
  };
  return (point, gradient) => {
    const parameters = space.parameters(point);
    const sum = runForward(model, y, parameters, space.state(point, season), tape) + floor;
    if (!Number.isFinite(sum)) return Number.POSITIVE_INFINITY;
    runBackward(model, y, parameters, tape, by);
    space.pullBack(point, by, tape.seasonAdjoint, 1 / sum, gradient);
    return Math.log(sum);
  };
}

/** Grid points in order of their sum of squares; those that leave the domain of the model are dropped. */
function promisingStarts(space: SearchSpace, model: HoltWintersModel, y: Float64Array): Float64Array[] {
  const tape = createTape(y.length, model.period);
  const season = new Float64Array(model.period);
  return startingShares(model)
    .map((shares) => {
      const point = space.startAt(shares);
      const sum = runForward(model, y, space.parameters(point), space.state(point, season), tape);
      return { point, sum };
    })
    .filter(({ sum }) => Number.isFinite(sum))
    .sort((a, b) => a.sum - b.sum)
    .map(({ point }) => point);
}

function startingShares(model: HoltWintersModel): SmoothingShares[] {
  const trends = model.trend === 'none' ? [0] : [0.05, 0.5];
  const seasons = model.seasonal === 'none' ? [0] : [0.05, 0.5];
  const dampings = model.damped ? [0.9, 0.98] : [1];
  return [0.02, 0.2, 0.5, 0.8, 0.97].flatMap((level) =>
    trends.flatMap((trend) =>
      seasons.flatMap((season) => dampings.map((damping) => ({ level, trend, season, damping }))),
    ),
  );
}

/** The heuristic line can start below zero or fall to it, which a multiplicative trend cannot. */
function admissibleState(model: HoltWintersModel, state: SmoothingState): SmoothingState {
  if (model.trend !== 'multiplicative') return state;
  const isAdmissible = state.level > 0 && state.trend > 0.1 && state.trend < 10;
  return isAdmissible ? state : { ...state, level: 1, trend: 1 };
}

/** No trend and no season around the mean: from here every model can run. */
function flatState(model: HoltWintersModel, y: Float64Array): SmoothingState {
  return {
    level: y.reduce((sum, value) => sum + value, 0) / y.length,
    trend: model.trend === 'multiplicative' ? 1 : 0,
    season: new Float64Array(model.period).fill(model.seasonal === 'multiplicative' ? 1 : 0),
  };
}
