import { dot } from '../series/dot.js';

/** Nested ordinary least squares: the fit after the first column, after the first two, and so on. */
export interface SequentialFit {
  /** `Float64Array[k]`: residual sum of squares once column j is in, in squared units of y. */
  readonly residualSumOfSquares: Float64Array;
  /** `Float64Array[k]`: y along the part of column j that the earlier columns do not explain; 0 when dropped. */
  readonly projections: Float64Array;
  /** `Int32Array[k]`: how many of the columns 0…j are independent. */
  readonly ranks: Int32Array;
  /** The sum of squares of y before any column. */
  readonly totalSumOfSquares: number;
}

/** A column whose remainder is this small against itself is a combination of the earlier ones. */
const DEPENDENT = 1e-12;

/**
 * Regresses y on every leading set of columns by one modified Gram–Schmidt pass.
 * Chosen over the normal equations because it does not square the condition number: lags of a smooth series are nearly
 * collinear. The t value of the last column of a set is projection / √(residual sum of squares / degrees of freedom).
 * Columns that depend on earlier ones are left out, which is the minimum-norm answer that a pseudo-inverse gives.
 *
 * @param columns  `Float64Array[n][k]`, overwritten with the orthonormal columns
 * @param y        `Float64Array[n]`, overwritten with the residuals
 * @returns        the k nested fits
 * @source         Björck (1967), Solving linear least squares problems by Gram-Schmidt, doi:10.1007/BF01934122
 */
export function sequentialLeastSquares(columns: readonly Float64Array[], y: Float64Array): SequentialFit {
  const count = columns.length;
  const residualSumOfSquares = new Float64Array(count);
  const projections = new Float64Array(count);
  const ranks = new Int32Array(count);
  const norms = columns.map((column) => Math.sqrt(dot(column, column)));
  const totalSumOfSquares = dot(y, y);
  let rank = 0;
  for (let j = 0; j < count; j++) {
    const column = columns[j]!;
    if (normalise(column, norms[j]!)) {
      for (let later = j + 1; later < count; later++) removeAlong(column, columns[later]!);
      projections[j] = removeAlong(column, y);
      rank++;
    }
    residualSumOfSquares[j] = dot(y, y);
    ranks[j] = rank;
  }
  return { residualSumOfSquares, projections, ranks, totalSumOfSquares };
}

function normalise(column: Float64Array, originalNorm: number): boolean {
  const norm = Math.sqrt(dot(column, column));
  if (!(norm > DEPENDENT * originalNorm)) return false;
  for (let i = 0; i < column.length; i++) column[i]! /= norm;
  return true;
}

function removeAlong(direction: Float64Array, vector: Float64Array): number {
  const along = dot(direction, vector);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * direction[i]!;
  return along;
}
