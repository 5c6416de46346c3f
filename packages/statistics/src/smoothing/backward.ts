import type { HoltWintersModel, SmoothingParameters } from './model.js';
import type { SmoothingTape } from './tape.js';

/** Derivatives of the sum of squared errors; those by the initial seasons are left in the tape's `seasonAdjoint[0…m)`. */
export interface SmoothingGradient {
  smoothingLevel: number;
  smoothingTrend: number;
  smoothingSeasonal: number;
  dampingTrend: number;
  level: number;
  trend: number;
}

/**
 * Exact derivatives of the sum of squared one-step errors, by the reverse mode of differentiation over a recorded pass.
 * One backward pass costs about two forward passes whatever the number of parameters, where finite differences cost one
 * pass per parameter: 556 for a season of 550.
 *
 * @param model       the components
 * @param y           `Float64Array[n]`, as given to the forward pass
 * @param parameters  as given to the forward pass
 * @param tape        recorded by a forward pass that returned a finite sum
 * @param gradient    receives the derivatives
 * @source            Griewank & Walther (2008), Evaluating Derivatives, chapter 3, on the recursion of `runForward`
 */
export function runBackward(
  model: HoltWintersModel,
  y: Float64Array,
  parameters: SmoothingParameters,
  tape: SmoothingTape,
  gradient: SmoothingGradient,
): void {
  const {
    smoothingLevel: alpha,
    smoothingTrend: beta,
    smoothingSeasonal: gamma,
    dampingTrend: phi,
  } = parameters;
  const { level, trend, season, carried, dampedTrend, fitted, seasonAdjoint } = tape;
  const addsTrend = model.trend === 'additive';
  const scalesTrend = model.trend === 'multiplicative';
  const addsSeason = model.seasonal === 'additive';
  const scalesSeason = model.seasonal === 'multiplicative';
  const { damped, period } = model;
  let byAlpha = 0;
  let byBeta = 0;
  let byGamma = 0;
  let byPhi = 0;
  let byLevel = 0;
  let byTrend = 0;
  seasonAdjoint.fill(0, y.length);
  for (let t = y.length - 1; t >= 0; t--) {
    const l = level[t]!;
    const p = carried[t]!;
    const step = dampedTrend[t]!;
    const value = y[t]!;
    const byForecast = -2 * (value - fitted[t]!);
    let byNext = byLevel;
    let byStep = 0;
    byLevel = 0;
    if (addsTrend) {
      byBeta += byTrend * (level[t + 1]! - l - step);
      byNext += beta * byTrend;
      byLevel = -beta * byTrend;
      byStep = (1 - beta) * byTrend;
    } else if (scalesTrend) {
      const share = level[t + 1]! / l;
      byBeta += byTrend * (share - step);
      byNext += (beta * byTrend) / l;
      byLevel = (-beta * byTrend * share) / l;
      byStep = (1 - beta) * byTrend;
    }
    let byCarried = (1 - alpha) * byNext;
    if (addsSeason) {
      const s = season[t]!;
      const byNewSeason = seasonAdjoint[t + period]!;
      byAlpha += byNext * (value - s - p);
      byGamma += byNewSeason * (value - p - s);
      byCarried += byForecast - gamma * byNewSeason;
      seasonAdjoint[t] = byForecast - alpha * byNext + (1 - gamma) * byNewSeason;
    } else if (scalesSeason) {
      const s = season[t]!;
      const byNewSeason = seasonAdjoint[t + period]!;
      byAlpha += byNext * (value / s - p);
      byGamma += byNewSeason * (value / p - s);
      byCarried += byForecast * s - (gamma * byNewSeason * value) / (p * p);
      seasonAdjoint[t] = byForecast * p - (alpha * byNext * value) / (s * s) + (1 - gamma) * byNewSeason;
    } else {
      byAlpha += byNext * (value - p);
      byCarried += byForecast;
    }
    if (scalesTrend) {
      byLevel += byCarried * step;
      byStep += byCarried * l;
      if (damped) {
        const b = trend[t]!;
        byPhi += byStep * step * Math.log(b);
        byTrend = (byStep * phi * step) / b;
      } else byTrend = byStep;
    } else {
      byLevel += byCarried;
      if (addsTrend) {
        byStep += byCarried;
        byPhi += byStep * trend[t]!;
        byTrend = byStep * phi;
      }
    }
  }
  gradient.smoothingLevel = byAlpha;
  gradient.smoothingTrend = byBeta;
  gradient.smoothingSeasonal = byGamma;
  gradient.dampingTrend = byPhi;
  gradient.level = byLevel;
  gradient.trend = byTrend;
}
