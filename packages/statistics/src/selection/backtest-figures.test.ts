import { describe, expect, it } from 'vitest';
import { intervalFigures } from './backtest-figures.js';
import type { PastErrors } from './conformal-intervals.js';
import { normals } from './selection.fixture.js';

function pastOf(
  first: number,
  known: number,
  horizon: number,
  errorAt: (origin: number, h: number) => number,
): PastErrors {
  const rows = known - first + 1;
  const errors = Float64Array.from({ length: rows * horizon }, (_, j) =>
    errorAt(first + Math.floor(j / horizon), j % horizon),
  );
  return { first, horizon, errors, scales: new Float64Array(rows).fill(1) };
}

describe('intervalFigures', () => {
  it('count the origins whose whole horizon is known', () => {
    const past = pastOf(40, 100, 5, () => 1);
    expect(intervalFigures(past, { known: 100, step: 2, level: 0.95 }).originCount).toBe(56);
  });

  it('score intervals by the errors before the newest origins alone', () => {
    // Errors of ±1 before, so that the bounds are ±1; behind them one truth in four lies 3 above the forecast.
    const past = pastOf(0, 200, 1, (origin) =>
      origin < 134 ? (origin % 2) * 2 - 1 : origin % 4 === 0 ? 3 : 0,
    );
    const { coverage, intervalScore } = intervalFigures(past, { known: 200, step: 2, level: 0.9 });
    expect(coverage).toBeCloseTo(0.75, 1);
    // Width 2, and 2 beyond the bound at 2/(1 - 0.9) for each truth outside, in units of 2.
    expect(intervalScore).toBeCloseTo((2 + 20 * 2 * (1 - coverage)) / 2, 12);
  });

  it('have a coverage near the level for independent errors', () => {
    const draw = normals(4);
    const past = pastOf(0, 400, 3, () => draw());
    const { coverage } = intervalFigures(past, { known: 400, step: 1, level: 0.8 });
    expect(coverage).toBeGreaterThan(0.72);
    expect(coverage).toBeLessThan(0.95);
  });

  it('judge each step by errors of that step, however little past there is for a long horizon', () => {
    // The same error at each origin, so that as few of them say as much as many.
    const horizon = 20;
    const figures = (first: number) => {
      const past = pastOf(first, 80, horizon, (_, h) => h + 1);
      const { coverage, intervalScore } = intervalFigures(past, { known: 80, step: 1, level: 0.95 });
      return { coverage, intervalScore: intervalScore.toPrecision(12) };
    };
    for (let first = 1; first + 2 * horizon <= 80; first++) expect(figures(first)).toEqual(figures(0));
  });
});
