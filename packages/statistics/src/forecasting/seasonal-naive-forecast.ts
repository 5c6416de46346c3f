import { normalQuantile } from '../distributions/normal-quantile.js';
import { requireInteger } from '../outcome/require-integer.js';
import type { Unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { checkForecastOptions } from './check-forecast-options.js';
import { finishedForecast } from './finished-forecast.js';
import type { Forecast, ForecastOptions } from './forecast.js';

/** Horizon and coverage, and the season. */
export interface SeasonalNaiveOptions extends ForecastOptions {
  /** Samples of one season, ≥ 1; 1 is the last value. */
  readonly period: number;
}

/**
 * The last season, carried on: what any seasonal model has to beat.
 * The variance grows by the mean squared seasonal difference with every season ahead.
 *
 * @param x        `number[n]`, n > period, finite, not mutated
 * @param options  horizon, coverage, season
 * @returns        `Float64Array[horizon]` each, or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`, `invalid-period`
 * @source         Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, table 5.2
 */
export function seasonalNaiveForecast(x: Series, options: SeasonalNaiveOptions): Forecast | Unavailable {
  const { horizon, level } = checkForecastOptions(options);
  const period = requireInteger(options.period, 1, 'invalid-period', 'period');
  const n = x.length;
  const problem = checkSeries(x, period + 1);
  if (problem !== undefined) return problem;
  let squares = 0;
  for (let i = period; i < n; i++) squares += (x[i]! - x[i - period]!) ** 2;
  const stepError = normalQuantile((1 + level) / 2) * Math.sqrt(squares / (n - period));
  const mean = new Float64Array(horizon);
  const halfWidths = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    mean[h] = x[n - period + (h % period)]!;
    halfWidths[h] = stepError * Math.sqrt(1 + Math.floor(h / period));
  }
  return finishedForecast(mean, halfWidths);
}
