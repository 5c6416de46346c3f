import type { Candidate, RollingOrigins } from './rolling-origins.js';

/** Origins this many samples old count half in the choice. */
export const CHOICE_HALF_LIFE = 60;

/**
 * Weights that halve with age.
 *
 * @param count     how many
 * @param halfLife  entries
 * @returns         `Float64Array[count]`, newest last, which has weight 1
 */
export function halvingWeights(count: number, halfLife: number): Float64Array {
  const weights = new Float64Array(count);
  const factor = 0.5 ** (1 / halfLife);
  let weight = 1;
  for (let i = count - 1; i >= 0; i--, weight *= factor) weights[i] = weight;
  return weights;
}

/**
 * Mean absolute error of a candidate over its origins, the newest counting most. Origins near the end count with the steps whose truth is known.
 *
 * @param origins    the backtest
 * @param candidate  its forecasts
 * @param weights    `Float64Array[≥ n - first]`: weight of each origin, newest last
 * @returns          in the unit of the series
 */
export function backtestLoss(
  { x, first, horizon }: RollingOrigins,
  { first: begin, forecasts }: Pick<Candidate, 'first' | 'forecasts'>,
  weights: Float64Array,
): number {
  const n = x.length;
  let loss = 0;
  let total = 0;
  for (let origin = begin; origin < n; origin++) {
    const row = (origin - first) * horizon;
    const steps = Math.min(horizon, n - origin);
    let sum = 0;
    for (let h = 0; h < steps; h++) sum += Math.abs(x[origin + h]! - forecasts[row + h]!);
    const weight = weights[weights.length - n + origin]!;
    loss += weight * sum;
    total += weight * steps;
  }
  return loss / total;
}
