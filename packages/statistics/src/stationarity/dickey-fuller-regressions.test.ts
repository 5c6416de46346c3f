import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformStream } from '../distributions/uniform-stream.js';
import { gramLeastSquares, gramOf } from '../regression/gram-least-squares.js';
import { sequentialLeastSquares } from '../regression/sequential-least-squares.js';
import {
  dickeyFullerColumns,
  dickeyFullerDesign,
  prepareDickeyFuller,
  trendColumns,
} from './dickey-fuller-design.js';
import { DickeyFullerRegressions } from './dickey-fuller-regressions.js';

/** An autoregression of order one around a line, on an offset. */
function autoregression(n: number, root: number, offset: number, slope: number, seed: number): Float64Array {
  const next = uniformStream(seed);
  let value = 0;
  return Float64Array.from({ length: n }, (_, t) => {
    value = root * value + next() + next() + next() - 1.5;
    return offset + slope * t + value;
  });
}

const walks = fc
  .tuple(
    fc.integer({ min: 30, max: 400 }),
    fc.constantFrom(-0.5, 0, 0.5, 0.9, 0.99, 0.999, 1),
    fc.constantFrom(0, 1, -1e3, 1e10),
    fc.constantFrom(0, 0.01, 1),
    fc.nat(),
  )
  .map(([n, root, offset, slope, seed]) => autoregression(n, root, offset, slope, seed));
const regression = fc.constantFrom('n', 'c', 'ct', 'ctt');
const lagCount = fc.integer({ min: 0, max: 6 });
const tOf = (fit: ReturnType<typeof sequentialLeastSquares>, rows: number) => {
  const last = fit.ranks.length - 1;
  return fit.projections[last]! / Math.sqrt(fit.residualSumOfSquares[last]! / (rows - fit.ranks[last]!));
};

describe('the test regressions out of one Gram matrix', () => {
  it('have the t value of the orthogonalised ones to 1e-9, near unit roots and big offsets included', () => {
    let byGram = 0;
    fc.assert(
      fc.property(walks, regression, lagCount, lagCount, (x, terms, one, other) => {
        const [lag, maxLag] = [Math.min(one, other), Math.max(one, other)];
        const data = prepareDickeyFuller(x, terms);
        const rows = data.differences.length - lag;
        const design = dickeyFullerDesign(data, lag, lag);
        const expected = tOf(
          sequentialLeastSquares([...design.deterministic, ...design.lags, design.level], design.response),
          rows,
        );
        const actual = tOf(new DickeyFullerRegressions(data, maxLag).at(lag), rows);
        expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        const columns = dickeyFullerColumns(data, lag, trendColumns(data));
        if (gramLeastSquares(gramOf(columns, lag, data.differences.length))) byGram++;
      }),
      { numRuns: 400 },
    );
    expect(byGram).toBeGreaterThan(100);
  });

  it('have the residuals of the orthogonalised ones to 1e-9 at every number of lags', () => {
    fc.assert(
      fc.property(walks, regression, lagCount, (x, terms, maxLag) => {
        const data = prepareDickeyFuller(x, terms);
        const design = dickeyFullerDesign(data, maxLag, maxLag);
        const expected = sequentialLeastSquares(
          [...design.deterministic, design.level, ...design.lags],
          design.response,
        );
        const actual = new DickeyFullerRegressions(data, maxLag).nested();
        expect(actual.ranks).toEqual(expected.ranks);
        actual.residualSumOfSquares.forEach((sum, j) => {
          expect(Math.abs(sum / expected.residualSumOfSquares[j]! - 1)).toBeLessThanOrEqual(1e-9);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('are left to orthogonalisation where lags are nearly collinear', () => {
    const smooth = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t / 30) + 1e-4 * Math.cos(t));
    const data = prepareDickeyFuller(smooth, 'c');
    const columns = dickeyFullerColumns(data, 3, trendColumns(data));
    expect(gramLeastSquares(gramOf(columns, 3, data.differences.length))).toBeUndefined();
  });
});
