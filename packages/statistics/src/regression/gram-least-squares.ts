import type { SequentialFit } from './sequential-least-squares.js';

/** A column of a regression: entry t is `values[t - lag]`. */
export interface GramColumn {
  readonly values: Float64Array;
  readonly lag: number;
}

/** The inner products of columns over a range of rows: `products[i * size + j]`, both triangles. */
export interface Gram {
  readonly size: number;
  readonly products: Float64Array;
}

/** Less of a column than this left unexplained by the earlier ones costs the normal equations too many digits. */
const LEAST_REMAINDER = 1e-4;

/**
 * Columns that are one array at several lags share the rows that all of them see, which are summed once a distance of lags.
 *
 * @param columns  the columns
 * @param from     first row, ≥ every lag
 * @param to       row behind the last
 * @returns        the inner products of all pairs
 */
export function gramOf(columns: readonly GramColumn[], from: number, to: number): Gram {
  const size = columns.length;
  const products = new Float64Array(size * size);
  const most = columns.reduce((largest, { lag }) => Math.max(largest, lag), 0);
  const shared = new Map<Float64Array, Map<number, number>>();
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const [a, b] = [columns[i]!, columns[j]!];
      const isLagged = a.values === b.values && most > 0 && to - from > 2 * most;
      const product = isLagged ? laggedDot(a, b, from, to, most, shared) : shiftedDot(a, b, from, to);
      products[i * size + j] = product;
      products[j * size + i] = product;
    }
  }
  return { size, products };
}

/** The shared rows from `from` to `to - most`, and what a pair's own lags add at both ends. */
function laggedDot(
  a: GramColumn,
  b: GramColumn,
  from: number,
  to: number,
  most: number,
  shared: Map<Float64Array, Map<number, number>>,
): number {
  const { values } = a;
  const lag = Math.min(a.lag, b.lag);
  const distance = Math.abs(a.lag - b.lag);
  const sums = shared.get(values) ?? new Map<number, number>();
  shared.set(values, sums);
  const [near, far] = [
    { values, lag: 0 },
    { values, lag: distance },
  ];
  const common = sums.get(distance) ?? shiftedDot(near, far, from, to - most);
  sums.set(distance, common);
  return shiftedDot(near, far, from - lag, from) + common + shiftedDot(near, far, to - most, to - lag);
}

/**
 * The Gram matrix of some of the columns over more rows.
 *
 * @param gram   of all columns
 * @param order  which of them, in which order
 * @param more   of those columns in that order, over other rows
 * @returns      of those columns over all the rows
 */
export function extendGram(gram: Gram, order: readonly number[], more: Gram): Gram {
  const size = order.length;
  const products = Float64Array.from(more.products);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      products[i * size + j]! += gram.products[order[i]! * gram.size + order[j]!]!;
  return { size, products };
}

/**
 * Regresses the last column on every leading set of the others, by elimination in their Gram matrix: one pass over the data where
 * orthogonalisation takes one for each pair of columns. It squares the condition number, and therefore declines where columns are
 * nearly dependent or the fit nearly exact; what it returns has lost at most five or six digits of sixteen.
 *
 * @param gram  of the columns and, last, the response; not mutated
 * @returns     the nested fits, `undefined` where too many digits would be lost
 * @source      Björck (1996), Numerical Methods for Least Squares Problems, section 2.2
 */
export function gramLeastSquares({ size, products }: Gram): SequentialFit | undefined {
  const left = Float64Array.from(products);
  const count = size - 1;
  const response = size * size - 1;
  const fit = {
    residualSumOfSquares: new Float64Array(count),
    projections: new Float64Array(count),
    ranks: new Int32Array(count),
    totalSumOfSquares: products[response]!,
  };
  for (let j = 0; j < count; j++) {
    const pivot = left[j * size + j]!;
    if (!(pivot > LEAST_REMAINDER * products[j * size + j]!)) return undefined;
    for (let i = j + 1; i < size; i++) {
      const share = left[j * size + i]! / pivot;
      for (let k = i; k < size; k++) left[i * size + k]! -= share * left[j * size + k]!;
    }
    if (!(left[response]! > LEAST_REMAINDER * fit.totalSumOfSquares)) return undefined;
    fit.residualSumOfSquares[j] = left[response]!;
    fit.projections[j] = left[j * size + count]! / Math.sqrt(pivot);
    fit.ranks[j] = j + 1;
  }
  return fit;
}

/** In four partial sums, see `dot`. */
function shiftedDot(a: GramColumn, b: GramColumn, from: number, to: number): number {
  const [x, y] = [a.values, b.values];
  let i = from - a.lag;
  let j = from - b.lag;
  const end = to - a.lag;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (; i + 3 < end; i += 4, j += 4) {
    first += x[i]! * y[j]!;
    second += x[i + 1]! * y[j + 1]!;
    third += x[i + 2]! * y[j + 2]!;
    fourth += x[i + 3]! * y[j + 3]!;
  }
  for (; i < end; i++, j++) first += x[i]! * y[j]!;
  return first + second + (third + fourth);
}
