import { describe, expect, it } from 'vitest';
import { type BoundedProblem, minimiseBounded, type Objective } from './minimise-bounded.js';

/** Σ stiffness·(x - centre)². */
const bowl =
  (stiffness: readonly number[], centre: readonly number[]): Objective =>
  (point, gradient) => {
    let sum = 0;
    for (let i = 0; i < point.length; i++) {
      const distance = point[i]! - centre[i]!;
      gradient[i] = 2 * stiffness[i]! * distance;
      sum += stiffness[i]! * distance * distance;
    }
    return sum;
  };

/** Rosenbrock (1960), doi:10.1093/comjnl/3.3.175: minimum 0 at (1, 1), along a bent valley. */
const valley: Objective = (point, gradient) => {
  const [x, y] = [point[0]!, point[1]!];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

const box = (size: number, lower = -10, upper = 10): BoundedProblem => ({
  lower: new Float64Array(size).fill(lower),
  upper: new Float64Array(size).fill(upper),
  maxEvaluations: 500,
  tolerance: 1e-14,
});

describe('minimiseBounded', () => {
  it.each([1, 2, 4, 8])('finds the end of a bent valley from %s remembered steps', (memory) => {
    const found = minimiseBounded(valley, Float64Array.of(-1.2, 1), { ...box(2), memory });
    expect(found.converged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 4);
    expect(found.point[1]).toBeCloseTo(1, 4);
  });

  it('stops at the bounds of a minimum outside of the box', () => {
    const found = minimiseBounded(bowl([1, 5, 100], [20, -3, 0.5]), new Float64Array(3), box(3));
    expect(Array.from(found.point, (value) => Number(value.toFixed(6)))).toEqual([10, -3, 0.5]);
    expect(found.converged).toBe(true);
  });

  it('is done after two evaluations of a round bowl whose curvature the first step knows', () => {
    const start = Float64Array.of(3, -4, 5);
    const problem = { ...box(3), firstStep: 1, maxEvaluations: 2 };
    expect(minimiseBounded(bowl([0.5, 0.5, 0.5], [1, 1, 1]), start, problem).value).toBe(0);
  });

  it('ends after as many small steps in a row as asked for', () => {
    const stiffness = [1, 10, 100, 1000];
    const run = (patience: number) =>
      minimiseBounded(bowl(stiffness, [1, 1, 1, 1]), new Float64Array(4), {
        ...box(4),
        tolerance: 0,
        relativeTolerance: 0.5,
        patience,
      });
    const [one, three] = [run(1), run(3)];
    expect(one.converged && three.converged).toBe(true);
    expect(one.evaluations).toBeLessThan(three.evaluations);
    expect(three.value).toBeLessThanOrEqual(one.value);
  });

  it('gives up a search that is still above its mark after its trial, and only then', () => {
    const run = (above: number) =>
      minimiseBounded(valley, Float64Array.of(-1.2, 1), { ...box(2), trial: { evaluations: 4, above } });
    expect(run(1e-3)).toMatchObject({ converged: false, evaluations: 4 });
    expect(run(1e3).converged).toBe(true);
  });

  it('never returns a point worse than the start, nor takes more evaluations than allowed', () => {
    const start = Float64Array.of(-1.2, 1);
    const before = valley(start, new Float64Array(2));
    for (let maxEvaluations = 1; maxEvaluations < 30; maxEvaluations++) {
      const found = minimiseBounded(valley, start, { ...box(2), maxEvaluations });
      expect(found.value).toBeLessThanOrEqual(before);
      expect(found.evaluations).toBeLessThanOrEqual(maxEvaluations);
    }
    expect(Array.from(start)).toEqual([-1.2, 1]);
  });
});
