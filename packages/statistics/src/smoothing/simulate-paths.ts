import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';

/** Smallest level, trend factor and season factor that a simulated path may take, as a share of its start. */
const FLOOR = 1e-6;

/**
 * Simulates future paths of a model with additive normal errors.
 * Where no closed form exists (multiplicative components) the spread of these paths gives the intervals. A path that would
 * leave the domain of a multiplicative model is held just inside of it. What comes behind means nothing (from a level near 0 the next error
 * makes any trend), which quantiles bear as long as fewer paths are held than lie beyond them: hence the count.
 *
 * @param model       the components
 * @param parameters  smoothing parameters
 * @param start       the state after the last sample
 * @param errors      `Float64Array[paths][horizon]`: for each step the one-step errors of all paths, unit of the series;
 *                    overwritten with the values of the paths
 * @returns           how many paths were held at some step; 0 for a linear model
 */
export function simulatePaths(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  start: SmoothingState,
  errors: readonly Float64Array[],
): number {
  const season = new Float64Array(model.period);
  const pathCount = errors[0]!.length;
  let held = 0;
  for (let path = 0; path < pathCount; path++) {
    season.set(start.season);
    if (simulateOne(model, parameters, start, errors, path, season)) held++;
  }
  return held;
}

/** One path; true when it had to be held inside of the domain. */
function simulateOne(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  start: SmoothingState,
  errors: readonly Float64Array[],
  path: number,
  season: Float64Array,
): boolean {
  const {
    smoothingLevel: alpha,
    smoothingTrend: beta,
    smoothingSeasonal: gamma,
    dampingTrend: phi,
  } = parameters;
  const scalesTrend = model.trend === 'multiplicative';
  const scalesSeason = model.seasonal === 'multiplicative';
  const smallestLevel =
    scalesTrend || scalesSeason ? FLOOR * Math.abs(start.level) : Number.NEGATIVE_INFINITY;
  let level = start.level;
  let trend = start.trend;
  let isHeld = false;
  for (let h = 0; h < errors.length; h++) {
    const step = scalesTrend ? (phi === 1 ? trend : trend ** phi) : phi * trend;
    const carried = scalesTrend ? level * step : level + step;
    const at = model.period === 0 ? 0 : h % model.period;
    const s = model.seasonal === 'none' ? 0 : season[at]!;
    const value = (scalesSeason ? carried * s : carried + s) + errors[h]![path]!;
    errors[h]![path] = value;
    const adjusted = scalesSeason ? value / s : value - s;
    const next = Math.max(smallestLevel, alpha * adjusted + (1 - alpha) * carried);
    if (next === smallestLevel) isHeld = true;
    if (model.trend === 'additive') trend = beta * (next - level) + (1 - beta) * step;
    else if (scalesTrend) trend = Math.max(FLOOR, beta * (next / level) + (1 - beta) * step);
    level = next;
    if (model.seasonal === 'additive') season[at] = gamma * (value - carried) + (1 - gamma) * s;
    else if (scalesSeason) {
      season[at] = Math.max(FLOOR, gamma * (value / carried) + (1 - gamma) * s);
      if (season[at] === FLOOR) isHeld = true;
    }
  }
  return isHeld;
}
