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
const RIDGE = 1e-3;
/** Least error that still counts fully, in steps; keeps a perfect row from ruling the fit. */
const SMALLEST_ERROR = 0.1;

/**
 * Coefficients of least squares.
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
  const gram = new Float64Array(REGRESSORS * REGRESSORS);
  const products = new Float64Array(REGRESSORS * horizon);
  const changes = new Float64Array(horizon);
  const errors = new Float64Array(horizon);
  const row = new Float64Array(REGRESSORS);
  const least = SMALLEST_ERROR * step;
  for (let k = 0, origin = from; origin + horizon <= known; k++, origin = from + Math.floor(k * DISTANCE)) {
    const last = y[origin - 1]!;
    for (let h = 0; h < horizon; h++) changes[h] = y[origin + h]! - last;
    for (let i = 0; i < REGRESSORS; i++) row[i] = rows[origin * REGRESSORS + i]!;
    const weight =
      earlier === undefined ? 1 : step / Math.max(least, meanError(changes, row, earlier, errors));
    for (let i = 0; i < REGRESSORS; i++) {
      const weighted = weight * row[i]!;
      for (let j = 0; j <= i; j++) gram[i * REGRESSORS + j]! += weighted * row[j]!;
      for (let h = 0; h < horizon; h++) products[i * horizon + h]! += weighted * changes[h]!;
    }
  }
  stabilise(gram);
  solvePositiveDefinite(gram, REGRESSORS, products, horizon);
  return products;
}

/** A slight pull to zero: to the last value, carried on. */
function stabilise(gram: Float64Array): void {
  let trace = 0;
  for (let i = 0; i < REGRESSORS; i++) trace += gram[i * (REGRESSORS + 1)]!;
  const floor = (1e-6 * trace) / REGRESSORS + Number.MIN_VALUE;
  for (let i = 0; i < REGRESSORS; i++) {
    const at = i * (REGRESSORS + 1);
    gram[at] = gram[at]! * (1 + RIDGE) + floor;
  }
}

function meanError(
  changes: Float64Array,
  row: Float64Array,
  coefficients: Float64Array,
  errors: Float64Array,
): number {
  const horizon = changes.length;
  for (let h = 0; h < horizon; h++) errors[h] = changes[h]!;
  for (let k = 0; k < REGRESSORS; k++) {
    const regressor = row[k]!;
    for (let h = 0; h < horizon; h++) errors[h]! -= coefficients[k * horizon + h]! * regressor;
  }
  let sum = 0;
  for (let h = 0; h < horizon; h++) sum += Math.abs(errors[h]!);
  return sum / horizon;
}
