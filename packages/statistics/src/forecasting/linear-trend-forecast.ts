import { studentQuantile } from '../distributions/student-quantile.js';
import { requireInteger } from '../outcome/require-integer.js';
import type { Unavailable } from '../outcome/unavailable.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { checkForecastOptions } from './check-forecast-options.js';
import { finishedForecast } from './finished-forecast.js';
import type { Forecast, ForecastOptions } from './forecast.js';

/** Horizon and coverage, and how far back the line looks. */
export interface LinearTrendOptions extends ForecastOptions {
  /** The line goes through this many last samples, ≥ 3; default all. */
  readonly window?: number;
}

/**
 * The ordinary least-squares line through the last samples, carried on.
 * The interval is that of a new observation under independent normal errors (Student's t), so that it also widens with the
 * uncertainty of the slope.
 *
 * @param x        `number[n]`, n ≥ 3, finite, not mutated; a window longer than n means all of it
 * @param options  horizon, coverage, window
 * @returns        `Float64Array[horizon]` each, or why there is none
 * @throws         {StatisticsError} `invalid-horizon`, `invalid-probability`, `invalid-window`
 * @source         Draper & Smith (1998), Applied Regression Analysis, section 3.1
 */
export function linearTrendForecast(x: Series, options: LinearTrendOptions): Forecast | Unavailable {
  const { horizon, level } = checkForecastOptions(options);
  if (options.window !== undefined) requireInteger(options.window, 3, 'invalid-window', 'window');
  const problem = checkSeries(x, 3);
  if (problem !== undefined) return problem;
  const count = Math.min(x.length, options.window ?? x.length);
  const line = fitLine(x, x.length - count, count);
  const scale = studentQuantile((1 + level) / 2, count - 2) * line.residualScale;
  const mean = new Float64Array(horizon);
  const halfWidths = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const distance = h + (count + 1) / 2;
    mean[h] = line.centre + line.slope * distance;
    halfWidths[h] = scale * Math.sqrt(1 + 1 / count + distance ** 2 / line.squares);
  }
  return finishedForecast(mean, halfWidths);
}

interface Line {
  /** Height of the line in the middle of the window. */
  readonly centre: number;
  readonly slope: number;
  /** Sum of squared distances from the middle. */
  readonly squares: number;
  /** Standard deviation of the residuals, count - 2 degrees of freedom. */
  readonly residualScale: number;
}

function fitLine(x: Series, from: number, count: number): Line {
  const middle = (count - 1) / 2;
  const base = x[from]!;
  let sum = 0;
  let products = 0;
  for (let i = 0; i < count; i++) {
    sum += x[from + i]! - base;
    products += (i - middle) * (x[from + i]! - base);
  }
  const squares = (count * (count * count - 1)) / 12;
  const slope = products / squares;
  const rise = sum / count;
  let residuals = 0;
  for (let i = 0; i < count; i++) residuals += (x[from + i]! - base - rise - slope * (i - middle)) ** 2;
  return { centre: base + rise, slope, squares, residualScale: Math.sqrt(residuals / (count - 2)) };
}
