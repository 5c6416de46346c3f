import { type BoundedMinimum, minimiseBounded } from '../optimisation/minimise-bounded.js';
import type { SmoothingState } from './model.js';
import { parametersOf, SearchSpace, type SmoothingShares } from './search-space.js';
import { separateSeasons } from './season-map.js';
import type { FoundSmoothing, SmoothingSearch } from './smoothing-search.js';
import { classicalState, FINE_GRID, flatState, lineState, promisingStarts } from './smoothing-starts.js';
import { logSumOfSquares } from './sum-objectives.js';

const MOST_STARTS = 5;
/** Of the logarithm: three steps in a row that each lower the sum of squares by less than one part in 1e9 end a search. */
const TOLERANCE = 1e-9;
/** Parameters of a model that hardly learns from any sample. */
const UNMOVED: SmoothingShares = { level: 0.02, trend: 0.05, season: 0.05, damping: 0.98 };
/** Trends act over many samples, so that their natural step is smaller than that of levels. */
const TREND_STEP = 0.1;

/** Where a search begins. */
interface Origin {
  readonly state: SmoothingState;
  readonly shares: SmoothingShares;
}

/**
 * Least squares over the smoothing parameters and, if free, the initial state of a model of few values.
 * From the best points of a grid around the classical state (around the flat one where the model cannot run from that) and
 * from a line through the series; a previous fit that is better than the whole grid replaces all of its points but the best.
 * Each search runs to convergence, and the best result counts.
 *
 * @param search      model and series
 * @param freeStates  search for the initial state too, or keep the classical one
 * @returns           the best fit found, `undefined` where no start keeps the model in its domain
 */
export function searchFewValues(search: SmoothingSearch, freeStates: boolean): FoundSmoothing | undefined {
  const { model, y, recursion, warm } = search;
  for (const state of [classicalState(model, y), flatState(model, y)]) {
    const starts = promisingStarts(recursion, model, state, FINE_GRID);
    if (starts.length === 0) continue;
    const isWarm =
      warm && freeStates && recursion.run(parametersOf(model, warm.shares), warm.state) <= starts[0]!.sum;
    const origins = starts.slice(0, isWarm ? 1 : MOST_STARTS).map(({ shares }) => ({ state, shares }));
    if (isWarm) origins.unshift(warm);
    if (model.trend !== 'none' && freeStates)
      origins.push({ state: lineState(model, y, state), shares: UNMOVED });
    return descend(search, origins, freeStates);
  }
  return undefined;
}

/** Searches from each origin with an equal share of the evaluations that are left. */
function descend(
  search: SmoothingSearch,
  origins: readonly Origin[],
  freeStates: boolean,
): FoundSmoothing | undefined {
  const { model, y, recursion, maxEvaluations } = search;
  let best: { space: SearchSpace; found: BoundedMinimum } | undefined;
  let evaluations = 0;
  for (const [i, { state, shares }] of origins.entries()) {
    const share = Math.ceil((maxEvaluations - evaluations) / (origins.length - i));
    if (share < 1) break;
    const space = spaceAround(search, state, freeStates);
    const objective = logSumOfSquares(space, recursion, model, y.length * Number.EPSILON ** 2);
    const box = { lower: space.lower, upper: space.upper, maxEvaluations: share, tolerance: TOLERANCE };
    const found = minimiseBounded(objective, space.startAt(shares), box);
    evaluations += found.evaluations;
    if (best === undefined || found.value < best.found.value) best = { space, found };
  }
  return (
    best && {
      parameters: best.space.parameters(best.found.point),
      initial: best.space.state(best.found.point, new Float64Array(model.period)),
      freeCount: best.space.size,
      evaluations,
      converged: best.found.converged,
    }
  );
}

/** Levels and seasons in units of the spread of the series. */
function spaceAround(
  { model, spread }: SmoothingSearch,
  state: SmoothingState,
  freeStates: boolean,
): SearchSpace {
  const units = {
    smoothing: 1,
    level: spread,
    trend: spread * TREND_STEP,
    seasons: separateSeasons(spread),
    givesWay: false,
  };
  const space = new SearchSpace(model, state, units, freeStates);
  if (freeStates && model.seasonal === 'multiplicative') space.boundSeasons(spread);
  return space;
}
