import type { Series } from '@forewarn/core';
import type { ForecastMemory } from '@forewarn/statistics';
import type { Forecast, HodrickPrescott } from './analysis.js';
import type { AnalysisProfile } from './analysis-profile.js';
import { configuredForecast } from './configured-forecast.js';
import type { ForecastColumns } from './forecast-columns.js';
import { type ForecastGrid, stepsInWindow } from './forecast-grid.js';
import { selectedForecast } from './selected-forecast.js';
import { isUnavailable, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

/** What the forecast of one window is made of. */
export interface ForecastStageInput {
  readonly series: Series;
  readonly window: StageInput;
  /** The outcome of the Hodrick–Prescott stage over the whole window. */
  readonly trend: StageOutcome<HodrickPrescott>;
  /** Estimates of earlier rounds; saves time and changes nothing. */
  readonly memory: ForecastMemory | undefined;
}

/**
 * Forecasts a window from its end on, in the way that the profile says.
 *
 * @param input    the window
 * @param profile  what to forecast, and how far
 * @returns        points with lower ≤ mean ≤ upper, the first behind the window's end; or why there are none
 */
export function forecastStage(
  { series, window, trend, memory }: ForecastStageInput,
  profile: AnalysisProfile,
): StageOutcome<Forecast> {
  const { gap, usableFrom, filled } = window;
  if (usableFrom >= filled.values.length)
    return gap ?? { reason: 'too-few-samples', detail: 'there are no samples to forecast from' };
  const { level, horizon, stepMs } = profile.forecast;
  const begun = stepsInWindow(window, stepMs);
  const further = { horizon: horizon + begun };
  const outcome =
    profile.forecast.method === 'selected'
      ? selectedForecast(window, series, { ...profile.forecast, ...further }, memory)
      : configuredForecast(window, trend, profile, { ...profile.forecast, ...further });
  if (isUnavailable(outcome)) return outcome;
  return assemble(outcome.grid, behind(outcome.forecast, begun), { level, begun });
}

/** The forecast without its first steps. */
const behind = (forecast: ForecastColumns, steps: number): ForecastColumns => ({
  ...forecast,
  mean: forecast.mean.subarray(steps),
  lower: forecast.lower.subarray(steps),
  upper: forecast.upper.subarray(steps),
});

function assemble(
  { lastTimeMs, stepMs }: ForecastGrid,
  { model, modelChoice, backtest, mean, lower, upper }: ForecastColumns,
  { level, begun }: { readonly level: number; readonly begun: number },
): Forecast {
  const points = Array.from(mean, (value, i) => ({
    timestampMs: lastTimeMs + (begun + i + 1) * stepMs,
    mean: value,
    lower: lower[i]!,
    upper: upper[i]!,
  }));
  return {
    model,
    modelChoice,
    backtest,
    level,
    stepMs,
    points,
    max: Math.max(...mean),
    min: Math.min(...mean),
    mean: mean.reduce((sum, value) => sum + value, 0) / mean.length,
  };
}
