import { analysisProfiles, analyzeSeries } from '@forewarn/analysis';
import {
  exponentialSmoothingForecast,
  holtForecast,
  isUnavailable,
  lastValueForecast,
  linearTrendForecast,
  seasonalNaiveForecast,
  seasonalPeriod,
  selectForecast,
} from '@forewarn/statistics';
import { cpuMs } from '../report/cpu-clock.mjs';
import { horizon } from './windows.mjs';

const stepMs = 60_000;

/** Nominal coverage of every forecaster's intervals. */
export const level = 0.95;

/**
 * What is scored, by name: from the known values to a forecast with its interval, or to why there is none.
 * A new forecaster is one line.
 *
 * @type {Record<string, (known: Float64Array) => import('@forewarn/analysis').Forecast | { reason: string, detail: string }>}
 */
const forecasters = {
  'last value': (known) => lastValueForecast(known, { horizon, level }),
  'seasonal naive': seasonalNaive,
  'predict_linear over the last 60': (known) => linearTrendForecast(known, { horizon, level, window: 60 }),
  'simple exponential smoothing': (known) => exponentialSmoothingForecast(known, { horizon, level }),
  Holt: (known) => holtForecast(known, { horizon, level }),
  'Holt, damped': (known) => holtForecast(known, { horizon, level, damped: true }),
  'selected by the past': (known) => selectForecast(known, { horizon, level }),
  ...Object.fromEntries(
    analysisProfiles.map((profile) => [`forecast stage, ${profile.name} profile`, forecastBy(profile)]),
  ),
};

/** With the season that stands out of the noise; without one, the last value. */
function seasonalNaive(known) {
  const found = seasonalPeriod(known);
  if (isUnavailable(found)) return found;
  return seasonalNaiveForecast(known, { horizon, level, period: found.period ?? 1 });
}

/** The forecast stage of the analysis on the values as one a minute; its CPU is that of the stage and of the trend filter before it. */
function forecastBy(profile) {
  const asConfigured = { ...profile, stepMs, forecast: { ...profile.forecast, stepMs, horizon, level } };
  return (known) => {
    const grid = { startMs: 0, stepMs, values: known };
    const input = { series: { metric: 'benchmark', labels: {} }, partition: 'default', grid };
    const { forecast, executionTimes } = analyzeSeries(input, asConfigured, cpuMs);
    if (isUnavailable(forecast)) return forecast;
    const column = (name) => Float64Array.from(forecast.points, (point) => point[name]);
    const taken = executionTimes.hodrickPrescott + executionTimes.forecast;
    return { mean: column('mean'), lower: column('lower'), upper: column('upper'), cpuMs: taken };
  };
}

/**
 * Every forecaster's answers to the same windows.
 *
 * @param {import('./windows.mjs').ScoredWindow[]} windows
 * @returns {Map<string, import('./score.mjs').Answer[]>} by name; one a window, undefined where there was no forecast
 */
export const ourAnswers = (windows) =>
  new Map(Object.entries(forecasters).map(([name, forecast]) => [name, answersOf(forecast, windows)]));

function answersOf(forecast, windows) {
  // Compiles the code, so that the first windows do not pay for it.
  for (const { known } of windows.slice(0, 8)) forecast(known);
  return windows.map(({ known }) => {
    const before = cpuMs();
    const answer = forecast(known);
    const taken = cpuMs() - before;
    return isUnavailable(answer) ? undefined : { cpuMs: taken, ...answer };
  });
}
