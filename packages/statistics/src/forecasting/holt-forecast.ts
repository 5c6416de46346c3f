import { isUnavailable, type Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import { forecastIntervals } from '../smoothing/forecast-intervals.js';
import { holtWinters } from '../smoothing/holt-winters.js';
import { checkForecastOptions } from './check-forecast-options.js';
import type { Forecast, ForecastOptions } from './forecast.js';

/** Horizon and coverage, and whether the trend fades. */
export interface HoltForecastOptions extends ForecastOptions {
  /** Fade the trend out, which is the safer choice for long horizons; default false. */
  readonly damped?: boolean;
}

/**
 * Holt's linear method: a level and a slope that follow the series, carried on.
 *
 * @param x        `number[n]`, n ≥ 3, finite, not mutated
 * @param options  horizon, coverage, damping
 * @returns        `Float64Array[horizon]` each, or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`
 * @source         Holt (1957), reprinted doi:10.1016/j.ijforecast.2003.09.015; Gardner & McKenzie (1985)
 */
export function holtForecast(x: Series, options: HoltForecastOptions): Forecast | Unavailable {
  const checked = checkForecastOptions(options);
  const fit = holtWinters(x, { trend: 'additive', damped: options.damped ?? false });
  return isUnavailable(fit) ? fit : forecastIntervals(fit, checked);
}
