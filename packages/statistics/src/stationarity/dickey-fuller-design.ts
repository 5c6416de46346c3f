import type { GramColumn } from '../regression/gram-least-squares.js';
import { centre } from '../series/centre.js';
import { copySeries } from '../series/copy-series.js';
import type { Series } from '../series/series.js';
import type { DickeyFullerRegression } from './mackinnon.js';

/** The parts from which the test regressions of any lag count are put together, scaled to unit size. */
export interface DickeyFullerData {
  /** `Float64Array[n]`: the level, centred unless the regression has no constant. */
  readonly level: Float64Array;
  /** `Float64Array[n-1]`: the first differences. */
  readonly differences: Float64Array;
  /** What both were divided by: a power of two, in the unit of the series. */
  readonly scale: number;
  /** Number of deterministic terms, 0 to 3. */
  readonly trendTerms: number;
}

/** Columns and right-hand side of one regression; both fresh, so that a solver may overwrite them. */
export interface DickeyFullerDesign {
  readonly deterministic: Float64Array[];
  readonly level: Float64Array;
  readonly lags: Float64Array[];
  readonly response: Float64Array;
}

/**
 * Prepares a series: differences from the raw samples, the level centred, both scaled.
 * With a constant in the regression an offset has no effect on the statistic, yet uncentred it costs up to ten digits.
 *
 * @param x           `number[n]`, n ≥ 2, finite, not constant
 * @param regression  the deterministic terms
 * @returns           the prepared parts
 */
export function prepareDickeyFuller(x: Series, regression: DickeyFullerRegression): DickeyFullerData {
  const n = x.length;
  const trendTerms = regression === 'n' ? 0 : regression.length;
  const level = trendTerms === 0 ? copySeries(x) : centre(x).values;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(level[i]!));
  const scale = powerOfTwoBelow(largest);
  const differences = new Float64Array(n - 1);
  for (let i = 0; i < n; i++) level[i]! /= scale;
  for (let i = 1; i < n; i++) differences[i - 1] = (x[i]! - x[i - 1]!) / scale;
  return { level, differences, scale, trendTerms };
}

/** Division by it rounds nothing. */
function powerOfTwoBelow(value: number): number {
  return 2 ** Math.max(-1000, Math.floor(Math.log2(value)));
}

/**
 * The regression Δx(t) = deterministic + ρ·x(t-1) + Σ φ(i)·Δx(t-i) over the rows that `skip` leaves.
 *
 * @param data  the prepared series
 * @param lags  number of lagged differences, ≥ 0
 * @param skip  differences to leave out at the front, ≥ lags; all candidate lags must share their rows
 * @returns     fresh columns of length n-1-skip
 */
export function dickeyFullerDesign(data: DickeyFullerData, lags: number, skip: number): DickeyFullerDesign {
  const end = data.differences.length;
  const rows = end - skip;
  return {
    deterministic: Array.from({ length: data.trendTerms }, (_, power) => trendColumn(rows, power)),
    level: data.level.slice(skip, end),
    lags: Array.from({ length: lags }, (_, i) => data.differences.slice(skip - 1 - i, end - 1 - i)),
    response: data.differences.slice(skip),
  };
}

/**
 * The columns of the same regression and, last, its response, not yet cut to rows: a row is the index of a difference.
 *
 * @param data   the prepared series
 * @param lags   number of lagged differences, ≥ 0
 * @param trend  the deterministic terms over all differences, as `trendColumns` makes them
 * @returns      deterministic terms, level, lags 1 …, response
 */
export function dickeyFullerColumns(
  data: DickeyFullerData,
  lags: number,
  trend: readonly Float64Array[],
): GramColumn[] {
  const lagged = Array.from({ length: lags }, (_, i) => ({ values: data.differences, lag: i + 1 }));
  const deterministic = trend.map((values) => ({ values, lag: 0 }));
  return [...deterministic, { values: data.level, lag: 0 }, ...lagged, { values: data.differences, lag: 0 }];
}

/**
 * The deterministic terms of a regression over all differences.
 *
 * @param data  the prepared series
 * @returns     1, t, t² as far as the regression has them, t over [-1, 1]
 */
export function trendColumns(data: DickeyFullerData): Float64Array[] {
  return Array.from({ length: data.trendTerms }, (_, power) => trendColumn(data.differences.length, power));
}

/** A power of time over [-1, 1]: spans the same space as 1, t, t² and is far better conditioned. */
function trendColumn(rows: number, power: number): Float64Array {
  const middle = (rows - 1) / 2;
  const column = new Float64Array(rows).fill(1);
  for (let i = 0; i < rows && power > 0; i++) column[i] = ((i - middle) / Math.max(middle, 1)) ** power;
  return column;
}
