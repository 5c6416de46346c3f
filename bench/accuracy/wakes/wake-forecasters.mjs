import { analyzeSeries, defaultProfile } from '@forewarn/analysis';
import { holtForecast, isUnavailable, selectForecast } from '@forewarn/statistics';
import { level } from '../forecasters.mjs';
import { horizon } from './wakes.mjs';

const minuteMs = 60_000;
const rangeMinutes = 15;
/** Models are estimated once an hour; every series is somewhere in its hour. */
const refitEvery = 60;

/**
 * What is scored, by name: from a window to the bounds of the next ten minutes.
 *
 * @type {Record<string, (wake: import('./wakes.mjs').Wake) => import('./score-wakes.mjs').Interval | undefined>}
 */
export const wakeForecasters = {
  'forecast stage, default profile': forecastStage,
  'selection alone, as before': selectionAlone,
  [`range of the newest ${rangeMinutes}`]: ({ minuteMeans }) => rangeOf(minuteMeans.slice(-rangeMinutes)),
  'quantiles of the whole window': ({ minuteMeans }) => quantilesOf(minuteMeans),
};

function forecastStage({ known, stepsPerMinute }) {
  const stepMs = minuteMs / stepsPerMinute;
  const profile = { ...defaultProfile, stepMs };
  // The first sample of a minute begins it, so that no minute is a part.
  const grid = { startMs: 0, stepMs, values: known };
  const input = { series: { metric: 'wake', labels: {} }, partition: 'default', grid };
  const { forecast } = analyzeSeries(input, profile);
  if (isUnavailable(forecast)) return undefined;
  const column = (name) => Float64Array.from(forecast.points, (point) => point[name]);
  return { lower: column('lower'), upper: column('upper') };
}

/** Without an eye on what is new; where there is nothing to select from, Holt's line through the window. */
function selectionAlone({ minuteMeans, series }) {
  const sinceRefit = (17 * series) % refitEvery;
  const selected = selectForecast(minuteMeans, { horizon, level, refitEvery, sinceRefit });
  const forecast = isUnavailable(selected) ? holtForecast(minuteMeans, { horizon, level }) : selected;
  return isUnavailable(forecast) ? undefined : forecast;
}

function rangeOf(values) {
  return flat(Math.min(...values), Math.max(...values));
}

/** What a value is anywhere in the window: a forecast that knows nothing of time. */
function quantilesOf(values) {
  const sorted = values.slice().sort();
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return flat(at((1 - level) / 2), at((1 + level) / 2));
}

const flat = (lower, upper) => ({
  lower: new Float64Array(horizon).fill(lower),
  upper: new Float64Array(horizon).fill(upper),
});
