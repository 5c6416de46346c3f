import { describe, expect, it } from 'vitest';
import { families } from './families.mjs';
import { scoreWakes } from './score-wakes.mjs';
import { wakesOf } from './wakes.mjs';

const wake = { truth: Float64Array.of(1, 5), oracleWidth: 2 };

describe('scoreWakes', () => {
  it('has the share inside, and the width in widths of the oracle', () => {
    const score = scoreWakes(
      [wake, wake],
      [
        { lower: [0, 0], upper: [4, 4] },
        { lower: [0, 0], upper: [8, 8] },
      ],
    );
    expect(score).toMatchObject({ coverage: 0.75, width: 3, unanswered: 0 });
    expect(score.coverageInterval).toEqual([0.5, 1]);
    expect(score.widthInterval).toEqual([2, 4]);
  });

  it('counts windows without a forecast and scores the others', () => {
    expect(scoreWakes([wake, wake], [undefined, { lower: [0, 0], upper: [6, 6] }])).toMatchObject({
      coverage: 1,
      unanswered: 1,
    });
    expect(scoreWakes([wake], [undefined])).toBeUndefined();
  });
});

describe('wakesOf', () => {
  const options = { seriesCount: 3, firstSeed: 9, times: [3, 40] };

  it('makes the same series each time, and others of other seeds', () => {
    const wakes = wakesOf(families, options);
    expect(wakes).toEqual(wakesOf(families, options));
    expect(wakes[0].truth).not.toEqual(wakesOf(families, { ...options, firstSeed: 10 })[0].truth);
    expect(wakes).toHaveLength(3 * 2 * Object.keys(families).length);
  });

  it('has whole minutes since the change, and the ten that follow', () => {
    const level = { step: () => ({ before: () => 0, after: () => 1 }) };
    for (const { minuteMeans, minutes, truth, known, stepsPerMinute, oracleWidth } of wakesOf(
      level,
      options,
    )) {
      expect([...minuteMeans.slice(-minutes)]).toEqual(new Array(minutes).fill(1));
      expect(minuteMeans.at(-minutes - 1)).toBeLessThan(1);
      expect([...truth]).toEqual(new Array(10).fill(1));
      expect(known.length).toBe(minuteMeans.length * stepsPerMinute);
      expect(known.length).toBeLessThanOrEqual(1_440 * stepsPerMinute);
      expect(oracleWidth).toBe(0);
    }
  });
});
