import { REGRESSORS } from './regressors.js';
import { solvePositiveDefinite } from './solve-positive-definite.js';

/** What is regressed: the change from the last value over 1 to `horizon` steps, on the regressors of each origin. */
export interface RegressionProblem {
  /** `Float64Array[n]`. */
  readonly y: Float64Array;
  /** From `regressorRows`. */
  readonly rows: Float64Array;
  readonly horizon: number;
  /** Mean absolute step of `y`, > 0. */
  readonly step: number;
}

/** The origins to learn from. */
export interface OriginRange {
  readonly from: number;
  /** Samples known: an origin counts when its whole horizon lies before this. */
  readonly known: number;
}

/** Neighbouring origins share nearly all of their horizon; at an irrational distance no season is met in one phase only. */
const DISTANCE = Math.PI;
/** For coefficients that only judge which origins to trust. */
const COARSE_DISTANCE = 2 * Math.PI;
const RIDGE = 1e-3;
/** Least error that still counts fully, in steps; keeps a perfect row from ruling the fit. */
const SMALLEST_ERROR = 0.1;

/**
 * Coefficients of least squares, from few origins: good enough to judge by which of them to trust.
 *
 * @param problem  what is regressed
 * @param range    the origins to learn from
 * @returns        `Float64Array[REGRESSORS·horizon]`: coefficient k of step h at k·horizon + h
 */
export function leastSquares(problem: RegressionProblem, range: OriginRange): Float64Array {
  return solveWeighted(problem, range, undefined);
}

/**
 * Coefficients of (nearly) least absolute errors: one step of iteratively reweighted least squares, each origin weighted by the
 * inverse of the mean absolute error that earlier coefficients make there. Jumps and spikes that nothing announces count little.
 *
 * @param problem  what is regressed
 * @param range    the origins to learn from
 * @param earlier  coefficients to judge the origins by
 * @returns        `Float64Array[REGRESSORS·horizon]`
 * @source         Schlossmacher (1973), doi:10.1080/01621459.1973.10481440
 */
export function reweightedLeastSquares(
  problem: RegressionProblem,
  range: OriginRange,
  earlier: Float64Array,
): Float64Array {
  return solveWeighted(problem, range, earlier);
}

function solveWeighted(
  { y, rows, horizon, step }: RegressionProblem,
  { from, known }: OriginRange,
  earlier: Float64Array | undefined,
): Float64Array {
  // Regressors and changes stand side by side, so that one loop over their products gives both sides of the normal equations.
  const width = REGRESSORS + horizon;
  const products = new Float64Array(REGRESSORS * width);
  const observed = new Float64Array(width);
  const errors = new Float64Array(horizon);
  const least = SMALLEST_ERROR * step;
  const distance = earlier === undefined ? COARSE_DISTANCE : DISTANCE;
  for (let k = 0, origin = from; origin + horizon <= known; k++, origin = from + Math.floor(k * distance)) {
    const last = y[origin - 1]!;
    for (let i = 0; i < REGRESSORS; i++) observed[i] = rows[origin * REGRESSORS + i]!;
    for (let h = 0; h < horizon; h++) observed[REGRESSORS + h] = y[origin + h]! - last;
    const weight = earlier === undefined ? 1 : step / Math.max(least, meanError(observed, earlier, errors));
    for (let i = 0, row = 0; i < REGRESSORS; i++, row += width) {
      const weighted = weight * observed[i]!;
      for (let j = i; j < width; j++) products[row + j]! += weighted * observed[j]!;
    }
  }
  return solveNormalEquations(products, horizon);
}

function meanError(observed: Float64Array, coefficients: Float64Array, errors: Float64Array): number {
  const horizon = errors.length;
  for (let h = 0; h < horizon; h++) errors[h] = observed[REGRESSORS + h]!;
  for (let k = 0; k < REGRESSORS; k++) {
    const regressor = observed[k]!;
    for (let h = 0; h < horizon; h++) errors[h]! -= coefficients[k * horizon + h]! * regressor;
  }
  let sum = 0;
  for (let h = 0; h < horizon; h++) sum += Math.abs(errors[h]!);
  return sum / horizon;
}

/** With a slight pull to zero: to the last value, carried on. */
function solveNormalEquations(products: Float64Array, horizon: number): Float64Array {
  const width = REGRESSORS + horizon;
  const gram = new Float64Array(REGRESSORS * REGRESSORS);
  const coefficients = new Float64Array(REGRESSORS * horizon);
  let trace = 0;
  for (let i = 0; i < REGRESSORS; i++) {
    for (let j = i; j < REGRESSORS; j++) gram[j * REGRESSORS + i] = products[i * width + j]!;
    for (let h = 0; h < horizon; h++) coefficients[i * horizon + h] = products[i * width + REGRESSORS + h]!;
    trace += gram[i * (REGRESSORS + 1)]!;
  }
  const floor = (1e-6 * trace) / REGRESSORS + Number.MIN_VALUE;
  for (let i = 0; i < REGRESSORS; i++) {
    const at = i * (REGRESSORS + 1);
    gram[at] = gram[at]! * (1 + RIDGE) + floor;
  }
  solvePositiveDefinite(gram, REGRESSORS, coefficients, horizon);
  return coefficients;
}
