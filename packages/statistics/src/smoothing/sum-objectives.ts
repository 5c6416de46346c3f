import type { Objective } from '../optimisation/minimise-bounded.js';
import type { SmoothingGradient } from './backward.js';
import type { SmoothingRecursion } from './general-recursion.js';
import type { HoltWintersModel } from './model.js';
import type { SearchSpace } from './search-space.js';

/**
 * log Σe², whose differences are relative, so that one tolerance suits every series.
 *
 * @param space      the box of the search
 * @param recursion  the model over the scaled series
 * @param model      the components
 * @param floor      added to the sum, above 0, which keeps a perfect fit finite
 * @returns          value and derivatives; Infinity outside the domain of the model
 */
export function logSumOfSquares(
  space: SearchSpace,
  recursion: SmoothingRecursion,
  model: HoltWintersModel,
  floor: number,
): Objective {
  const season = new Float64Array(model.period);
  const by = zeroGradient();
  return (point, gradient) => {
    const sum = recursion.run(space.parameters(point), space.state(point, season)) + floor;
    if (!Number.isFinite(sum)) return Number.POSITIVE_INFINITY;
    space.pullBack(point, by, recursion.differentiate(by), gradient);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= sum;
    return Math.log(sum);
  };
}

/**
 * Σe² + ρ·Σ(s - classical s)²: the sum of squared errors with a price on seasons that leave their classical estimate. Its
 * minimum is the most probable fit when those deviations are normal with variance σ²/ρ.
 *
 * @param space      the box of the search
 * @param recursion  the model over the scaled series
 * @param classical  `Float64Array[period]`: the seasons that cost nothing
 * @param ridge      ρ, no unit
 * @returns          value and derivatives; Infinity outside the domain of the model
 */
export function penalisedSumOfSquares(
  space: SearchSpace,
  recursion: SmoothingRecursion,
  classical: Float64Array,
  ridge: number,
): Objective {
  const season = new Float64Array(classical.length);
  const by = zeroGradient();
  return (point, gradient) => {
    const sum = recursion.run(space.parameters(point), space.state(point, season));
    if (!Number.isFinite(sum)) return Number.POSITIVE_INFINITY;
    const bySeason = recursion.differentiate(by);
    let deviations = 0;
    for (let i = 0; i < season.length; i++) {
      const deviation = season[i]! - classical[i]!;
      deviations += deviation * deviation;
      bySeason[i]! += 2 * ridge * deviation;
    }
    space.pullBack(point, by, bySeason, gradient);
    return sum + ridge * deviations;
  };
}

function zeroGradient(): SmoothingGradient {
  return { smoothingLevel: 0, smoothingTrend: 0, smoothingSeasonal: 0, dampingTrend: 0, level: 0, trend: 0 };
}
