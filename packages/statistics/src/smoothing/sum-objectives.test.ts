import { describe, expect, it } from 'vitest';
import { goldenSeries } from '../../golden/read-golden.js';
import { heuristicState } from './heuristic-state.js';
import type { ComponentKind } from './model.js';
import { parametersOf, SearchSpace } from './search-space.js';
import { seasonFilter } from './season-filter.js';
import { smoothingRecursion } from './smoothing-recursion.js';
import { penalisedSumOfSquares } from './sum-objectives.js';

const KINDS: ComponentKind[] = ['none', 'additive', 'multiplicative'];
const models = KINDS.flatMap((trend) =>
  KINDS.filter((seasonal) => seasonal !== 'none').map((seasonal) => ({
    trend,
    seasonal,
    period: 12,
    damped: trend !== 'none' && seasonal === 'multiplicative',
  })),
);

describe('penalisedSumOfSquares in the variables of a season filter', () => {
  it.each(models.map((m) => [m.trend, m.seasonal, m.damped, m] as const))(
    'has derivatives that agree with central differences for a %s trend and a %s season, damped %s',
    (_, __, ___, model) => {
      const y = Float64Array.from(goldenSeries('seasmul_12'), (value) => value / 100);
      const reference = heuristicState(model, y);
      const shares = { level: 0.7, trend: 0.3, season: 0.4, damping: 0.9 };
      const units = {
        smoothing: 0.5,
        level: 0.25,
        trend: 0.1,
        seasons: seasonFilter(model, parametersOf(model, shares), 0.01, y.length / 12),
        givesWay: true,
      };
      const space = new SearchSpace(model, reference, units, true);
      const prior = reference.season.map((season) => season * 1.1);
      const objective = penalisedSumOfSquares(space, smoothingRecursion(model, y), prior, 0.01);
      const point = space.startAt(shares).map((value, i) => value + 0.01 * Math.sin(i));
      const gradient = new Float64Array(space.size);
      const unused = new Float64Array(space.size);
      objective(point, gradient);
      gradient.forEach((derivative, i) => {
        const at = (shift: number) =>
          objective(
            point.map((value, k) => (k === i ? value + shift : value)),
            unused,
          );
        const difference = (at(1e-6) - at(-1e-6)) / 2e-6;
        expect(Math.abs(derivative - difference)).toBeLessThan(1e-6 * (1 + Math.abs(difference)));
      });
    },
  );
});
