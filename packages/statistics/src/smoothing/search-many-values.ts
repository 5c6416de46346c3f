import { minimiseBounded } from '../optimisation/minimise-bounded.js';
import type { SmoothingState } from './model.js';
import { parametersOf, SearchSpace, type SmoothingShares } from './search-space.js';
import { seasonFilter } from './season-filter.js';
import type { FoundSmoothing, SmoothingSearch } from './smoothing-search.js';
import {
  COARSE_GRID,
  classicalState,
  FINE_GRID,
  flatState,
  meetingState,
  promisingStarts,
} from './smoothing-starts.js';
import { penalisedSumOfSquares } from './sum-objectives.js';

/** ρ: a season's deviation from its classical estimate costs a hundredth of an error of that size. */
const RIDGE = 0.01;
/** Two steps in a row that each lower the penalised sum by less than this share end a search. */
const TOLERANCE = 1e-3;
/** Of α, β/α and γ/(1-α), relative to the root of the sum at the start: small, so that a first step moves the state first. */
const SHARE_STEP = 0.004;
/** Level and trend each move a few of the first errors by about their own size. */
const STATE_STEP = 0.25;
/** After so many a search of a smooth series has long beaten the best coarse start. */
const TRIAL_EVALUATIONS = 4;
/** α = β = 1, γ = 0: the forecast carries the last two samples on, which suits a series without noise. */
const FOLLOWING: SmoothingShares = { level: 1, trend: 1, season: 0, damping: 0.98 };

/** A fit with the value that was minimised, by which the results of one search compare. */
interface PenalisedFit extends FoundSmoothing {
  readonly value: number;
}

/**
 * Penalised least squares over the smoothing parameters and the initial state of a model of hundreds of values.
 * A season of 550 in a window of 1440 samples has one value for less than three samples: unpenalised, seasons fit the noise
 * (the sum of squares of the errors within the window goes on falling by as much as 550 values take from pure noise, the errors
 * ten steps ahead do not fall). Seasons are therefore held near their classical estimate, and the search runs to the minimum.
 * Where a fit that follows every sample leaves the domain of the model around the classical season, around no season is tried too.
 *
 * @param search  model and series
 * @returns       the fit, `undefined` where no start keeps the model in its domain
 */
export function searchManyValues(search: SmoothingSearch): FoundSmoothing | undefined {
  const { model, y, maxEvaluations } = search;
  let best: PenalisedFit | undefined;
  let evaluations = 0;
  for (const state of [classicalState(model, y), flatState(model, y)]) {
    const budget = maxEvaluations - evaluations;
    if (budget < 1) break;
    const { fit, follows } = searchAround({ ...search, maxEvaluations: budget }, state);
    evaluations += fit?.evaluations ?? 0;
    if (fit && !(best && best.value <= fit.value)) best = fit;
    if (follows) break;
  }
  return best && { ...best, evaluations };
}

/**
 * The first start follows every sample. It is given up for the best of a coarse grid unless it soon beats that; a previous fit
 * that beats the grid replaces both.
 */
function searchAround(
  search: SmoothingSearch,
  state: SmoothingState,
): { fit: PenalisedFit | undefined; follows: boolean } {
  const { model, y, recursion, warm } = search;
  const prior = state.season;
  const [coarse = promisingStarts(recursion, model, state, FINE_GRID)[0]] = promisingStarts(
    recursion,
    model,
    state,
    COARSE_GRID,
  );
  const toBeat = coarse?.sum ?? Number.POSITIVE_INFINITY;
  const previous = warm && bestWarmState(search, warm, prior);
  if (warm && previous && previous.sum <= toBeat) {
    return { fit: descend(search, previous.state, warm.shares, prior), follows: true };
  }
  const followed = descend(search, meetingState(model, y, state), FOLLOWING, prior, toBeat);
  const follows = followed !== undefined;
  // Where nothing follows, the other half is for the search around no season.
  const spent = followed?.evaluations ?? Math.floor(search.maxEvaluations / 2);
  const maxEvaluations = search.maxEvaluations - spent;
  if (coarse === undefined || maxEvaluations < 1 || (followed && followed.value <= toBeat)) {
    return { fit: followed, follows };
  }
  const smoothed = descend({ ...search, maxEvaluations }, state, coarse.shares, prior);
  if (smoothed === undefined) return { fit: followed, follows };
  const evaluations = smoothed.evaluations + (followed?.evaluations ?? 0);
  return { fit: { ...smoothed, evaluations }, follows };
}

/** The first samples of a window look different once it has moved (a filter ends there), so that meeting them may be better. */
function bestWarmState(
  search: SmoothingSearch,
  warm: NonNullable<SmoothingSearch['warm']>,
  prior: Float64Array,
): { state: SmoothingState; sum: number } {
  const meeting = meetingState(search.model, search.y, warm.state);
  const sum = penalisedSum(search, warm.state, warm.shares, prior);
  const meetingSum = penalisedSum(search, meeting, warm.shares, prior);
  return meetingSum < sum ? { state: meeting, sum: meetingSum } : { state: warm.state, sum };
}

function penalisedSum(
  { model, recursion }: SmoothingSearch,
  state: SmoothingState,
  shares: SmoothingShares,
  prior: Float64Array,
): number {
  let deviations = 0;
  for (let i = 0; i < prior.length; i++) deviations += (state.season[i]! - prior[i]!) ** 2;
  return recursion.run(parametersOf(model, shares), state) + RIDGE * deviations;
}

function descend(
  search: SmoothingSearch,
  state: SmoothingState,
  shares: SmoothingShares,
  prior: Float64Array,
  toBeat = Number.POSITIVE_INFINITY,
): PenalisedFit | undefined {
  const { model, y, recursion, maxEvaluations } = search;
  const sum = penalisedSum(search, state, shares, prior) + y.length * Number.EPSILON ** 2;
  if (!Number.isFinite(sum)) return undefined;
  const units = {
    smoothing: SHARE_STEP / Math.sqrt(sum),
    level: STATE_STEP,
    trend: STATE_STEP,
    seasons: seasonFilter(model, parametersOf(model, shares), RIDGE, y.length / model.period),
    givesWay: true,
  };
  const space = new SearchSpace(model, state, units, true);
  const found = minimiseBounded(
    penalisedSumOfSquares(space, recursion, prior, RIDGE),
    space.startAt(shares),
    {
      lower: space.lower,
      upper: space.upper,
      maxEvaluations,
      tolerance: y.length * Number.EPSILON ** 2,
      relativeTolerance: TOLERANCE,
      firstStep: 1,
      trial: { evaluations: TRIAL_EVALUATIONS, above: toBeat },
      patience: 2,
      memory: 4,
    },
  );
  return {
    parameters: space.parameters(found.point),
    initial: space.state(found.point, new Float64Array(model.period)),
    freeCount: space.size,
    evaluations: found.evaluations,
    converged: found.converged,
    value: found.value,
  };
}
