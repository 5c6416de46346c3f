import { describe, expect, it } from 'vitest';
import { leastSquares, reweightedLeastSquares } from './least-absolute-regression.js';
import { FIRST_REGRESSED, REGRESSORS, regressorRows } from './regressors.js';
import { seriesOf } from './selection.fixture.js';

const [n, horizon] = [900, 3];
const range = { from: FIRST_REGRESSED, known: n };
const meanStep = (y: Float64Array) =>
  y.subarray(1).reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0) / (y.length - 1);

function problemOf(y: Float64Array) {
  return { y, rows: regressorRows(y), horizon, step: meanStep(y) };
}

/** y[t] = 0.6·y[t-1] + noise, with a gross outlier every fifty samples if wanted. */
function autoregressive(seed: number, outlier: number): Float64Array {
  let value = 0;
  return seriesOf(n, seed, (i, draw) => {
    value = 0.6 * value + draw();
    return value + (i % 50 === 49 ? outlier : 0);
  });
}

/** Mean absolute error of coefficients over the origins of a series, where neither last value nor truth is an outlier. */
function errorOf(coefficients: Float64Array, y: Float64Array): number {
  const rows = regressorRows(y);
  let sum = 0;
  let count = 0;
  for (let origin = FIRST_REGRESSED; origin + horizon <= n; origin++) {
    for (let h = 0; h < horizon; h++) {
      let forecast = y[origin - 1]!;
      for (let k = 0; k < REGRESSORS; k++)
        forecast += coefficients[k * horizon + h]! * rows[origin * REGRESSORS + k]!;
      sum += Math.abs(y[origin + h]! - forecast);
      count++;
    }
  }
  return sum / count;
}

describe('regressorRows', () => {
  it('are distances from the last value to samples, levels and zero, known at the origin', () => {
    const y = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8);
    const rows = regressorRows(y);
    const level = (alpha: number) => y.subarray(0, 11).reduce((held, v) => held + alpha * (v - held), y[0]!);
    const expected = [3 - 5, 5 - 5, 2 - 5, 4 - 5, level(0.1) - 5, level(0.02) - 5, -5];
    expect(rows).toHaveLength(13 * REGRESSORS);
    expect(rows.subarray(0, FIRST_REGRESSED * REGRESSORS).every((value) => value === 0)).toBe(true);
    expected.forEach((value, k) => {
      expect(rows[11 * REGRESSORS + k]).toBeCloseTo(value, 12);
    });
  });
});

describe('least squares', () => {
  it('finds the relation that a series without noise obeys', () => {
    // y[t] = 1.9·y[t-1] - y[t-2] is a wave: sine of an angle with 2·cos = 1.9.
    const angle = Math.acos(0.95);
    const y = Float64Array.from({ length: n }, (_, i) => Math.sin(angle * i));
    expect(errorOf(leastSquares(problemOf(y), range), y)).toBeLessThan(0.02 * meanStep(y));
  });

  it('does not see what lies behind the samples known', () => {
    const y = autoregressive(1, 0);
    const known = { from: FIRST_REGRESSED, known: 500 };
    const problem = problemOf(y);
    const changed = y.map((value, i) => (i < 500 ? value : 1e6));
    const other = { ...problem, y: changed, rows: regressorRows(changed) };
    expect(leastSquares(other, known)).toEqual(leastSquares(problem, known));
    const earlier = leastSquares(problem, known);
    expect(reweightedLeastSquares(other, known, earlier)).toEqual(
      reweightedLeastSquares(problem, known, earlier),
    );
  });

  it('pulls to the last value where nothing moves', () => {
    const zeros = new Float64Array(n);
    const coefficients = leastSquares({ ...problemOf(zeros), step: 1 }, range);
    expect(coefficients.every((value) => value === 0)).toBe(true);
  });
});

describe('reweighted least squares', () => {
  it('ignores gross outliers that least squares follow', () => {
    const clean = autoregressive(2, 0);
    const spoilt = problemOf(autoregressive(2, 300));
    const plain = leastSquares(spoilt, range);
    const robust = reweightedLeastSquares(spoilt, range, plain);
    const best = errorOf(leastSquares(problemOf(clean), range), clean);
    expect(errorOf(plain, clean)).toBeGreaterThan(1.1 * best);
    expect(errorOf(robust, clean)).toBeLessThan(1.05 * best);
  });

  it('lowers the mean absolute error of heavy-tailed noise', () => {
    let value = 0;
    const y = seriesOf(n, 5, (_, draw) => {
      value = 0.6 * value + draw() ** 5;
      return value;
    });
    const plain = leastSquares(problemOf(y), range);
    expect(errorOf(reweightedLeastSquares(problemOf(y), range, plain), y)).toBeLessThan(errorOf(plain, y));
  });

  it('does not depend on the unit', () => {
    const y = autoregressive(3, 0);
    const large = y.map((each) => each * 2 ** 40);
    const [here, there] = [y, large].map((series) => {
      const problem = problemOf(series);
      return reweightedLeastSquares(problem, range, leastSquares(problem, range));
    });
    there!.forEach((value, i) => {
      expect(value).toBeCloseTo(here![i]!, 12);
    });
  });
});
