import type { Unavailable } from '../outcome/unavailable.js';
import type { Series } from '../series/series.js';
import type { Forecast, ForecastOptions } from './forecast.js';
import { seasonalNaiveForecast } from './seasonal-naive-forecast.js';

/**
 * The last value, carried on: the best forecast of a random walk and the one that any other has to beat.
 * The variance h steps ahead is h times the mean squared difference.
 *
 * @param x        `number[n]`, n ≥ 2, finite, not mutated
 * @param options  horizon, coverage
 * @returns        `Float64Array[horizon]` each, or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`
 * @source         Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, table 5.2
 */
export function lastValueForecast(x: Series, options: ForecastOptions): Forecast | Unavailable {
  return seasonalNaiveForecast(x, { ...options, period: 1 });
}
