import { describe, expect, it } from 'vitest';
import { absolutePercentageError } from './absolute-percentage-error.js';
import { intervalCoverage } from './interval-coverage.js';
import { intervalScore } from './interval-score.js';
import { meanAbsoluteError } from './mean-absolute-error.js';
import { meanAbsoluteScaledError } from './mean-absolute-scaled-error.js';
import { meanError } from './mean-error.js';
import { quantileLoss } from './quantile-loss.js';
import { rootMeanSquaredError } from './root-mean-squared-error.js';
import { symmetricPercentageError } from './symmetric-percentage-error.js';

describe('accuracy measures', () => {
  it('bias has a sign, absolute and squared errors do not', () => {
    const [actual, forecast] = [
      [1, 2, 3],
      [2, 2, 1],
    ];
    expect(meanError(actual!, forecast!)).toBeCloseTo(1 / 3, 15);
    expect(meanAbsoluteError(actual!, forecast!)).toBe(1);
    expect(rootMeanSquaredError(actual!, forecast!)).toBeCloseTo(Math.sqrt(5 / 3), 15);
    expect(rootMeanSquaredError([3e-200, 0], [0, 4e-200])).toBeCloseTo(0, 15);
    expect(Number(rootMeanSquaredError([3e-200, 0], [0, 4e-200])) / 1e-200).toBeCloseTo(Math.sqrt(12.5), 12);
  });

  it('the percentage error is a ratio to what happened, and has no value where that is 0', () => {
    expect(absolutePercentageError([10, -20], [11, -16])).toBeCloseTo(0.15, 15);
    expect(absolutePercentageError([1, 0], [1, 1])).toMatchObject({ reason: 'not-finite' });
  });

  it('the quantile loss weighs misses by their side', () => {
    expect(quantileLoss([10, 10], [8, 12], 0.9)).toBeCloseTo((0.9 * 2 + 0.1 * 2) / 2, 12);
    expect(quantileLoss([1, 5], [3, 4], 0.5)).toBeCloseTo(Number(meanAbsoluteError([1, 5], [3, 4])) / 2, 15);
  });

  it('the scaled error is 1 for errors as large as the steps of the training data', () => {
    expect(meanAbsoluteScaledError([7, 9], [5, 7], [1, 3, 1, 3])).toBe(1);
    expect(meanAbsoluteScaledError([7], [5], [1, 3, 5, 7], 2)).toBe(0.5);
  });

  it('the scaled error has no value after training data that never move', () => {
    expect(meanAbsoluteScaledError([1], [2], [5, 5, 5])).toMatchObject({ reason: 'constant-series' });
  });

  it('the symmetric percentage error is bounded and takes two zeros as no error', () => {
    expect(symmetricPercentageError([0, 100], [0, 50])).toBeCloseTo(1 / 3, 12);
    expect(symmetricPercentageError([1], [-1])).toBe(2);
  });

  it('the interval score adds the width and 2/(1 - level) times the distance outside', () => {
    expect(intervalScore([5, 12], [0, 0], [10, 10], 0.9)).toBeCloseTo((10 + 10 + 20 * 2) / 2, 9);
    expect(intervalScore([-3], [0], [10], 0.9)).toBeCloseTo(10 + 20 * 3, 9);
  });

  it('coverage counts the bounds as inside', () => {
    expect(intervalCoverage([0, 10, 11, 5], [0, 0, 0, 0], [10, 10, 10, 10])).toBe(0.75);
  });

  it('lengths that differ are a programming error, missing values are not', () => {
    expect(() => intervalCoverage([1], [0, 0], [1, 1])).toThrowError(/1 actual values but 2/);
    expect(symmetricPercentageError([Number.NaN], [1])).toMatchObject({ reason: 'missing-values' });
  });
});
