import { describe, expect, it } from 'vitest';
import { intervalCoverage } from './interval-coverage.js';
import { intervalScore } from './interval-score.js';
import { meanAbsoluteScaledError } from './mean-absolute-scaled-error.js';
import { symmetricPercentageError } from './symmetric-percentage-error.js';

describe('accuracy measures', () => {
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
