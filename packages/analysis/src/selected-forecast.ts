import { canonicalSeries, type Series } from '@forewarn/core';
import {
  type CandidateFigure,
  type ForecastMemory,
  newRegimeForecast,
  selectForecast,
} from '@forewarn/statistics';
import type { SelectedForecastProfile } from './analysis-profile.js';
import type { ForecastColumns } from './forecast-columns.js';
import { type ForecastGrid, forecastGrid } from './forecast-grid.js';
import { newRegimeColumns } from './new-regime-columns.js';
import { simpleForecast } from './simple-forecast.js';
import { isUnavailable, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

/** Models are estimated once in so many steps, each series at a step of its own, so that not all are due at once. */
const REFIT_STEPS = 60;
/** Members with less of the mean than this are not worth a mention. */
const LEAST_SHARE = 0.02;

/**
 * Forecasts the values by what has forecast them best so far; behind a recent change, by the values since; what is too short for either, or
 * does not vary, by the simple models.
 *
 * @param input    the window
 * @param series   whose window it is, which says when its models are due to be estimated
 * @param profile  how far ahead, and how sure
 * @param memory   estimates of earlier rounds; saves time and changes nothing
 * @returns        the grid that was forecast, with the forecast; or why there is none
 */
export function selectedForecast(
  input: StageInput,
  series: Series,
  profile: SelectedForecastProfile,
  memory: ForecastMemory | undefined,
): StageOutcome<{ grid: ForecastGrid; forecast: ForecastColumns }> {
  const values = input.filled.values.subarray(input.usableFrom);
  const grid = forecastGrid(input, values, profile.stepMs);
  if (isUnavailable(grid)) return grid;
  const { horizon, level } = profile;
  // A mean over a step can lie on both sides of a change.
  const averaged = input.filled.stepMs < grid.stepMs;
  const newRegime = newRegimeForecast(grid.values, { horizon, level, averaged });
  if (newRegime !== undefined) return { grid, forecast: newRegimeColumns(newRegime) };
  const sinceRefit = stepsSinceRefit(series, grid);
  const selected = selectForecast(grid.values, {
    horizon,
    level,
    refitEvery: REFIT_STEPS,
    sinceRefit,
    ...(memory && { memory }),
  });
  if (isUnavailable(selected)) {
    const forecast = simpleForecast(grid.values, { obstacles: [`selection: ${selected.detail}`] }, profile);
    return isUnavailable(forecast) ? forecast : { grid, forecast };
  }
  const { mean, lower, upper, backtest, candidates } = selected;
  return { grid, forecast: { ...describeChoice(candidates), backtest, mean, lower, upper } };
}

/** The same at the same time for whoever asks: which step of the hour is due follows from the series' name. */
function stepsSinceRefit(series: Series, { lastTimeMs, stepMs }: ForecastGrid): number {
  const step = Math.floor(lastTimeMs / stepMs) + nameHash(canonicalSeries(series));
  // Before 1970 steps are negative, and so is their remainder.
  return ((step % REFIT_STEPS) + REFIT_STEPS) % REFIT_STEPS;
}

/** FNV-1a, 32 bits. */
function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function describeChoice(
  candidates: readonly CandidateFigure[],
): Pick<ForecastColumns, 'model' | 'modelChoice'> {
  // Least error first, which is also by weight.
  const members = candidates.filter(({ weight }) => weight >= LEAST_SHARE);
  const names = members.map(({ name }) => name).join(', ');
  const figures = members.map(
    ({ name, weight, scaledError }) =>
      `${name} ${Math.round(100 * weight)} % with error ${scaledError.toPrecision(3)}`,
  );
  // The last value always competes.
  const lastValue = candidates.find(({ name }) => name === 'last-value')!;
  return {
    model: members.length === 1 ? names : `mean of ${names}`,
    modelChoice: `least recent error of ${candidates.length} on the series' own past, in its mean steps: ${figures.join(', ')}; last-value ${lastValue.scaledError.toPrecision(3)}`,
  };
}
