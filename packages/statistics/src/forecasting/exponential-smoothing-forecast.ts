import { isUnavailable, type Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { forecastIntervals } from '../smoothing/forecast-intervals.js';
import { holtWinters } from '../smoothing/holt-winters.js';
import { checkForecastOptions } from './check-forecast-options.js';
import type { Forecast, ForecastOptions } from './forecast.js';

/**
 * Simple exponential smoothing: a level that follows the series, carried on flat.
 *
 * @param x        `number[n]`, n ≥ 2, finite, not mutated
 * @param options  horizon, coverage
 * @returns        `Float64Array[horizon]` each, or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`
 * @source         Brown (1959); Hyndman et al. (2008), Forecasting with Exponential Smoothing, ETS(A,N,N)
 */
export function exponentialSmoothingForecast(x: Series, options: ForecastOptions): Forecast | Unavailable {
  const checked = checkForecastOptions(options);
  const fit = holtWinters(x, { trend: 'none' });
  return isUnavailable(fit) ? fit : forecastIntervals(fit, checked);
}
