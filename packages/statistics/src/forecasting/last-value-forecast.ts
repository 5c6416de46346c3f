import { normalQuantile } from '../distributions/normal-quantile.js';
import type { Unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { checkForecastOptions } from './check-forecast-options.js';
import { finishedForecast } from './finished-forecast.js';
import type { Forecast, ForecastOptions } from './forecast.js';

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
  const { horizon, level } = checkForecastOptions(options);
  const problem = checkSeries(x, 2);
  if (problem !== undefined) return problem;
  const n = x.length;
  let squares = 0;
  for (let i = 1; i < n; i++) squares += (x[i]! - x[i - 1]!) ** 2;
  const stepError = normalQuantile((1 + level) / 2) * Math.sqrt(squares / (n - 1));
  const halfWidths = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) halfWidths[h] = stepError * Math.sqrt(h + 1);
  return finishedForecast(new Float64Array(horizon).fill(x[n - 1]!), halfWidths);
}
