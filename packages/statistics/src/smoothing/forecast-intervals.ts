import { normalQuantile } from '../distributions/normal-quantile.js';
import { selectQuantile } from '../distributions/select-quantile.js';
import { stratifiedNormals } from '../distributions/stratified-normals.js';
import { uniformStream } from '../distributions/uniform-stream.js';
import { checkForecastOptions } from '../forecasting/check-forecast-options.js';
import { finishedForecast } from '../forecasting/finished-forecast.js';
import type { Forecast, ForecastOptions } from '../forecasting/forecast.js';
import { requireInteger } from '../outcome/require-integer.js';
import { isUnavailable, type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { forecastPoints } from './forecast-points.js';
import { forecastVariance } from './forecast-variance.js';
import type { HoltWintersFit } from './holt-winters-fit.js';
import { linearisedVariance } from './linearised-variance.js';
import { isLinear } from './model.js';
import { simulatePaths } from './simulate-paths.js';

/** How far ahead and how sure, and how to simulate. */
export interface ForecastIntervalOptions extends ForecastOptions {
  /** Simulated paths where there is no closed form, ≥ 2; default 2000, drawn stratified. */
  readonly pathCount?: number;
  /** Seed of the simulation; the default is fixed, so that equal input gives equal output. */
  readonly seed?: number;
}

/** Of the spread against the level: up to here first-order bounds are within a hundredth of the width of simulated ones. */
const LARGEST_LINEAR_SPREAD = 0.01;

/**
 * Forecasts of a fitted model with prediction intervals under normal one-step errors.
 * In closed form when all components are additive or absent. Multiplicative components make the law of a forecast skew and its
 * spread inexact by about the size of the spread against the level: to first order where that is at most a hundredth at every step,
 * which puts the bounds within a hundredth of the width of simulated ones, else from simulated paths; where more of these leave the
 * domain of the model than lie beyond a bound, the level having come down to the size of the errors, there is no interval. Parameters are
 * taken as known, so that intervals are somewhat narrow after few samples. Half-widths never shrink with the horizon, except under
 * a multiplicative season, which scales them.
 *
 * @param fit      a fitted model
 * @param options  horizon, coverage
 * @returns        `Float64Array[horizon]` each with lower ≤ mean ≤ upper, or why there are none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`, `invalid-window`
 * @source         Hyndman et al. (2008), Forecasting with Exponential Smoothing, chapter 6
 */
export function forecastIntervals(
  fit: HoltWintersFit,
  options: ForecastIntervalOptions,
): Forecast | Unavailable {
  const { horizon, level } = checkForecastOptions(options);
  const { pathCount = 2000, seed = 20_230_213 } = options;
  requireInteger(pathCount, 2, 'invalid-window', 'pathCount');
  const mean = forecastPoints(fit.model, fit.parameters, fit.final, horizon);
  if (isLinear(fit.model)) return closedForm(fit, mean, level);
  const { variances, relativeSpread } = linearisedVariance(
    fit.model,
    fit.parameters,
    fit.final,
    fit.errorVariance,
    horizon,
  );
  if (relativeSpread <= LARGEST_LINEAR_SPREAD) return firstOrder(fit, mean, level, variances);
  const forecast = simulated(fit, mean, level, pathCount, uniformStream(seed));
  if (isUnavailable(forecast)) return forecast;
  if (allFinite(mean) && allFinite(forecast.lower) && allFinite(forecast.upper)) return forecast;
  return unavailable('not-finite', `the forecast overflows within ${horizon} steps`);
}

function closedForm(fit: HoltWintersFit, mean: Float64Array, level: number): Forecast | Unavailable {
  const variances = forecastVariance(fit.model, fit.parameters, fit.errorVariance, mean.length);
  const quantile = normalQuantile((1 + level) / 2);
  return finishedForecast(
    mean,
    variances.map((variance) => quantile * Math.sqrt(variance)),
  );
}

function firstOrder(
  fit: HoltWintersFit,
  mean: Float64Array,
  level: number,
  variances: Float64Array,
): Forecast | Unavailable {
  const quantile = normalQuantile((1 + level) / 2);
  const keepsWidth = fit.model.seasonal === 'multiplicative' ? 0 : 1;
  let width = 0;
  return finishedForecast(
    mean,
    variances.map((variance) => {
      width = Math.max(keepsWidth * width, quantile * Math.sqrt(variance));
      return width;
    }),
  );
}

function simulated(
  fit: HoltWintersFit,
  mean: Float64Array,
  level: number,
  pathCount: number,
  nextUniform: () => number,
): Forecast | Unavailable {
  const errorScale = Math.sqrt(fit.errorVariance);
  const paths = stratifiedNormals(pathCount, mean.length, nextUniform);
  for (const errors of paths) for (let i = 0; i < pathCount; i++) errors[i]! *= errorScale;
  const held = simulatePaths(fit.model, fit.parameters, fit.final, paths);
  if (held > (pathCount * (1 - level)) / 2)
    return unavailable(
      'non-positive-values',
      `within ${mean.length} steps ${held} of ${pathCount} simulated paths fall to 0, where a multiplicative component has no meaning`,
    );
  const lower = new Float64Array(mean.length);
  const upper = new Float64Array(mean.length);
  const keepsWidth = fit.model.seasonal === 'multiplicative' ? 0 : 1;
  let below = 0;
  let above = 0;
  paths.forEach((values, h) => {
    below = Math.max(0, keepsWidth * below, mean[h]! - selectQuantile(values, (1 - level) / 2));
    above = Math.max(0, keepsWidth * above, selectQuantile(values, (1 + level) / 2) - mean[h]!);
    lower[h] = mean[h]! - below;
    upper[h] = mean[h]! + above;
  });
  return { mean, lower, upper };
}
