import { extendGram, type Gram, gramLeastSquares, gramOf } from '../regression/gram-least-squares.js';
import { type SequentialFit, sequentialLeastSquares } from '../regression/sequential-least-squares.js';
import {
  type DickeyFullerData,
  dickeyFullerColumns,
  dickeyFullerDesign,
  trendColumns,
} from './dickey-fuller-design.js';

/**
 * The test regressions of one series for every number of lags up to the largest.
 * All come out of one matrix of inner products; where that would cost too many digits (lags of a smooth series are nearly
 * collinear, an exact fit leaves nothing) each is orthogonalised anew.
 */
export class DickeyFullerRegressions {
  private readonly trend: readonly Float64Array[];
  private readonly gram: Gram;

  /**
   * @param data    the prepared series
   * @param maxLag  the largest number of lags
   */
  constructor(
    private readonly data: DickeyFullerData,
    private readonly maxLag: number,
  ) {
    this.trend = trendColumns(data);
    this.gram = gramOf(dickeyFullerColumns(data, maxLag, this.trend), maxLag, data.differences.length);
  }

  /** Rows that all candidates share. */
  get rows(): number {
    return this.data.differences.length - this.maxLag;
  }

  /** @returns  the fits on the shared rows, columns ordered deterministic terms, level, lag 1, lag 2 … */
  nested(): SequentialFit {
    const fit = gramLeastSquares(this.gram);
    if (fit !== undefined) return fit;
    const { deterministic, level, lags, response } = dickeyFullerDesign(this.data, this.maxLag, this.maxLag);
    return sequentialLeastSquares([...deterministic, level, ...lags], response);
  }

  /**
   * @param lag  number of lags, up to the largest
   * @returns    the fits on all rows that this number of lags leaves, the level as last column
   */
  at(lag: number): SequentialFit {
    const fit = gramLeastSquares(this.gramAt(lag));
    if (fit !== undefined) return fit;
    const { deterministic, level, lags, response } = dickeyFullerDesign(this.data, lag, lag);
    return sequentialLeastSquares([...deterministic, ...lags, level], response);
  }

  private gramAt(lag: number): Gram {
    const levelAt = this.trend.length;
    const lags = Array.from({ length: lag }, (_, i) => levelAt + 1 + i);
    const order = [...this.trend.keys(), ...lags, levelAt, this.gram.size - 1];
    const columns = dickeyFullerColumns(this.data, this.maxLag, this.trend);
    return extendGram(
      this.gram,
      order,
      gramOf(
        order.map((column) => columns[column]!),
        lag,
        this.maxLag,
      ),
    );
  }
}
