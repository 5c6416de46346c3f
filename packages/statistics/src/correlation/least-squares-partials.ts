import { sequentialLeastSquares } from '../regression/sequential-least-squares.js';

/** A column of which the earlier ones leave less than this share has no coefficient of its own. */
const DEPENDENT = 1e-10;

/**
 * Partial autocorrelations by one regression per lag, each with a constant and on every row that it can have.
 *
 * @param y     `Float64Array[n]`, about mean 0, not constant
 * @param lags  largest lag, n ≥ 2·lags + 1
 * @returns     `Float64Array[lags+1]`, entry 0 is 1; undefined when a lag is a combination of the others
 * @source      Box, Jenkins, Reinsel & Ljung (2015), section 3.2.5; as statsmodels' `pacf_ols(efficient=True)`
 */
export function leastSquaresPartials(y: Float64Array, lags: number): Float64Array | undefined {
  const partials = new Float64Array(lags + 1).fill(1);
  for (let lag = 1; lag <= lags; lag++) {
    const columns = [new Float64Array(y.length - lag).fill(1), ...laggedColumns(y, lag, lag)];
    const last = nestedCoefficients(columns, y.slice(lag))?.[lag];
    if (last === undefined) return undefined;
    partials[lag] = last;
  }
  return partials;
}

/**
 * Partial autocorrelations by regressions without a constant on the rows that the largest lag leaves.
 *
 * @param y     `Float64Array[n]`, of mean 0, not constant
 * @param lags  largest lag, n ≥ 2·lags
 * @returns     `Float64Array[lags+1]`, entry 0 is 1; undefined when a lag is a combination of the others
 * @source      as statsmodels' `pacf_ols(efficient=False)`
 */
export function commonRowPartials(y: Float64Array, lags: number): Float64Array | undefined {
  const coefficients = nestedCoefficients(laggedColumns(y, lags, lags), y.slice(lags));
  return coefficients && Float64Array.from([1, ...coefficients]);
}

/** The values 1…lags samples before each of the samples from `start` on. */
function laggedColumns(y: Float64Array, lags: number, start: number): Float64Array[] {
  return Array.from({ length: lags }, (_, i) => y.slice(start - i - 1, y.length - i - 1));
}

/** For every leading set of columns, the coefficient of its last one. */
function nestedCoefficients(columns: Float64Array[], y: Float64Array): Float64Array | undefined {
  const originals = columns.map((column) => column.slice());
  const { projections } = sequentialLeastSquares(columns, y);
  const coefficients = new Float64Array(columns.length);
  for (let j = 0; j < columns.length; j++) {
    let own = 0;
    let squares = 0;
    for (let i = 0; i < y.length; i++) {
      own += originals[j]![i]! * columns[j]![i]!;
      squares += originals[j]![i]! ** 2;
    }
    if (!(own * own > DEPENDENT * DEPENDENT * squares)) return undefined;
    coefficients[j] = projections[j]! / own;
  }
  return coefficients;
}
