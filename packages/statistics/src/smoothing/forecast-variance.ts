import type { HoltWintersModel, SmoothingParameters } from './model.js';

/**
 * Variances of the forecast errors of a linear model with additive errors, h = 1 … horizon.
 * An error now moves the forecast j steps on by c(j) = α·(1 + β·(φ + … + φ^j)) + γ·[j is a whole number of seasons]; in the
 * state-space form the trend's parameter is α·β of the convention used here.
 *
 * @param model          components additive or absent
 * @param parameters     smoothing parameters
 * @param errorVariance  variance of the one-step error, squared unit of the series
 * @param horizon        steps ahead, ≥ 1
 * @returns              `Float64Array[horizon]`, squared unit, never decreasing
 * @source               Hyndman et al. (2008), Forecasting with Exponential Smoothing, table 6.2
 */
export function forecastVariance(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  errorVariance: number,
  horizon: number,
): Float64Array {
  const { smoothingLevel, smoothingTrend, smoothingSeasonal, dampingTrend } = parameters;
  const variances = new Float64Array(horizon);
  let squares = 1;
  let fading = 1;
  let trendSteps = 0;
  for (let j = 1; j <= horizon; j++) {
    variances[j - 1] = errorVariance * squares;
    fading *= dampingTrend;
    trendSteps += fading;
    const bySeason = model.seasonal !== 'none' && j % model.period === 0 ? smoothingSeasonal : 0;
    const byTrend = model.trend === 'none' ? 0 : smoothingLevel * smoothingTrend * trendSteps;
    squares += (smoothingLevel + byTrend + bySeason) ** 2;
  }
  return variances;
}
