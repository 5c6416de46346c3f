import { describe, expect, it } from 'vitest';
import { scoreAnswers } from './score.mjs';

const window = { known: Float64Array.of(0, 2, 0, 2), truth: Float64Array.of(4, 10), scale: 2 };
const answer = { mean: [4, 6], lower: [0, 2], upper: [8, 8], cpuMs: 1 };

describe('scoreAnswers', () => {
  it('scales errors and interval scores by the mean absolute step', () => {
    // Errors 0 and 4. Widths 8 and 6, and a miss by 2 that costs 2 / 0.05 each.
    const { meanError, coverage, meanScore } = scoreAnswers([window], [answer], 0.95);
    expect([meanError, coverage]).toEqual([1, 0.5]);
    expect(meanScore).toBeCloseTo((8 + 6 + 2 * 40) / 2 / 2, 9);
  });

  it('counts windows without a forecast and scores the others', () => {
    const score = scoreAnswers([window, window], [undefined, answer], 0.95);
    expect(score).toMatchObject({ unanswered: 1, meanError: 1, medianError: 1 });
  });

  it('has no score of a forecaster that never answered', () => {
    expect(scoreAnswers([window], [undefined], 0.95)).toBeUndefined();
  });
});
