import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import type { SmoothingTape } from './tape.js';

/**
 * Runs the Holt–Winters recursion over a series and records every state.
 *
 * @param model       the components
 * @param y           `Float64Array[n]`, finite
 * @param parameters  smoothing parameters
 * @param initial     the state before the first sample
 * @param tape        where to record, for n samples and this period
 * @returns           sum of squared one-step errors; Infinity when the path leaves the domain of the model (a level or
 *                    trend factor ≤ 0 under a multiplicative trend, a season factor ≤ 0) or overflows
 * @source            Holt (1957); Winters (1960), doi:10.1287/mnsc.6.3.324; Hyndman et al. (2008), chapter 2
 */
export function runForward(
  model: HoltWintersModel,
  y: Float64Array,
  parameters: SmoothingParameters,
  initial: SmoothingState,
  tape: SmoothingTape,
): number {
  const {
    smoothingLevel: alpha,
    smoothingTrend: beta,
    smoothingSeasonal: gamma,
    dampingTrend: phi,
  } = parameters;
  const { level, trend, season, carried, dampedTrend, fitted } = tape;
  const addsTrend = model.trend === 'additive';
  const scalesTrend = model.trend === 'multiplicative';
  const addsSeason = model.seasonal === 'additive';
  const scalesSeason = model.seasonal === 'multiplicative';
  const period = model.period;
  let l = initial.level;
  let b = initial.trend;
  level[0] = l;
  trend[0] = b;
  season.set(initial.season);
  let sum = 0;
  for (let t = 0; t < y.length; t++) {
    if (scalesTrend && !(l > 0 && b > 0)) return Number.POSITIVE_INFINITY;
    // b ** 1 costs four times the rest of the step, hence the test.
    const step = scalesTrend ? (phi === 1 ? b : b ** phi) : phi * b;
    const p = scalesTrend ? l * step : addsTrend ? l + step : l;
    const value = y[t]!;
    let forecast = p;
    let adjusted = value;
    if (addsSeason) {
      const s = season[t]!;
      forecast = p + s;
      adjusted = value - s;
      season[t + period] = s + gamma * (value - p - s);
    } else if (scalesSeason) {
      const s = season[t]!;
      if (!(s > 0 && p > 0)) return Number.POSITIVE_INFINITY;
      forecast = p * s;
      adjusted = value / s;
      season[t + period] = s + gamma * (value / p - s);
    }
    // Written as corrections in place of weighted means: where there is nothing to correct, nothing is rounded.
    const next = p + alpha * (adjusted - p);
    if (addsTrend) b = step + beta * (next - l - step);
    else if (scalesTrend) b = step + beta * (next / l - step);
    l = next;
    carried[t] = p;
    dampedTrend[t] = step;
    fitted[t] = forecast;
    level[t + 1] = l;
    trend[t + 1] = b;
    const error = value - forecast;
    sum += error * error;
  }
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
