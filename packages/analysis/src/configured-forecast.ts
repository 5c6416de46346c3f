import { hodrickPrescott, normalQuantile } from '@forewarn/statistics';
import type { HodrickPrescott } from './analysis.js';
import type { AnalysisProfile, HoltWintersForecastProfile } from './analysis-profile.js';
import type { ForecastColumns } from './forecast-columns.js';
import { type ForecastGrid, forecastGrid } from './forecast-grid.js';
import { simpleForecast } from './simple-forecast.js';
import { isUnavailable, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

/**
 * Forecasts the Hodrick–Prescott trend by the configured Holt–Winters model, or the first simpler one that fits. The interval is that of
 * the values, not of the trend alone: the model's own interval, widened by the scatter of the values around the trend.
 *
 * @param input    the window
 * @param whole    the outcome of the Hodrick–Prescott stage over the whole window
 * @param profile  the smoothing of the trend
 * @param model    the model, how far ahead, and how sure
 * @returns        the grid that was forecast, with the forecast; or why there is none
 */
export function configuredForecast(
  input: StageInput,
  whole: StageOutcome<HodrickPrescott>,
  { hodrickPrescottLambda }: Pick<AnalysisProfile, 'hodrickPrescottLambda'>,
  model: HoltWintersForecastProfile,
): StageOutcome<{ grid: ForecastGrid; forecast: ForecastColumns }> {
  const { filled, usableFrom } = input;
  const values = filled.values.subarray(usableFrom);
  // There is a trend of the whole window only where no long gap breaks it.
  const trend = isUnavailable(whole) ? trendOf(values, hodrickPrescottLambda) : whole.trend;
  const grid = forecastGrid(input, trend, model.stepMs);
  const around = forecastGrid(input, values, model.stepMs);
  if (isUnavailable(grid)) return grid;
  if (isUnavailable(around)) return around;
  const forecast = simpleForecast(grid.values, { preferred: [configuredModel(grid.stepMs, model)] }, model);
  if (isUnavailable(forecast)) return forecast;
  const noise = normalQuantile((1 + model.level) / 2) * scatterAround(around.values, grid.values);
  return { grid, forecast: widened(forecast, noise) };
}

function configuredModel(stepMs: number, { seasonMs, trend, seasonal }: HoltWintersForecastProfile) {
  const period = Math.max(2, Math.round(seasonMs / stepMs));
  return { model: `holt-winters(${trend},${seasonal},${period})`, options: { trend, seasonal, period } };
}

/** The trend behind a long gap; what is too short or too large to be filtered is its own trend. */
function trendOf(values: Float64Array, lambda: number): Float64Array {
  const parts = hodrickPrescott(values, lambda);
  return isUnavailable(parts) ? values : parts.trend;
}

/** Root mean square distance; 0 where there are no values. */
function scatterAround(values: Float64Array, trend: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += (values[i]! - trend[i]!) ** 2;
  const scatter = Math.sqrt(sum / values.length);
  return Number.isFinite(scatter) ? scatter : 0;
}

function widened(forecast: ForecastColumns, noise: number): ForecastColumns {
  const { mean, lower, upper } = forecast;
  return {
    ...forecast,
    lower: mean.map((value, i) => value - Math.hypot(value - lower[i]!, noise)),
    upper: mean.map((value, i) => value + Math.hypot(upper[i]! - value, noise)),
  };
}
