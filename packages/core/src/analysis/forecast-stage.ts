import { hodrickPrescott, normalQuantile, resampleMean } from '@forewarn/statistics';
import type { Forecast, ForecastPoint, HodrickPrescott } from './analysis.js';
import type { AnalysisProfile } from './analysis-profile.js';
import { fitForecastModel, type ModelForecast } from './forecast-model.js';
import { gridTimesMs } from './grid.js';
import { isUnavailable, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

/** What is forecast: the smooth part of a series on the forecast's own grid, and how far samples scatter around it. */
interface ForecastInput {
  readonly lastTimeMs: number;
  readonly stepMs: number;
  readonly trend: Float64Array;
  /** Standard deviation of the values around the trend, in the unit of the series. */
  readonly scatter: number;
}

/**
 * Forecasts the Hodrick–Prescott trend from the end of the window on. The interval is that of the values, not of the trend alone:
 * the model's own interval, widened by the scatter of the values around the trend.
 *
 * @param input    the window
 * @param trend    the outcome of the Hodrick–Prescott stage over the whole window
 * @param profile  what to forecast, and how far
 * @returns        points with lower ≤ mean ≤ upper, the first behind the window's end; or why there are none
 */
export function forecastStage(
  input: StageInput,
  trend: StageOutcome<HodrickPrescott>,
  profile: AnalysisProfile,
): StageOutcome<Forecast> {
  const prepared = prepareForecast(input, trend, profile);
  if (isUnavailable(prepared)) return prepared;
  const forecast = fitForecastModel(prepared.trend, prepared.stepMs, profile.forecast);
  if (isUnavailable(forecast)) return forecast;
  const points = pointsOf(forecast, prepared, profile.forecast.level);
  if (
    !points.every(
      ({ mean, lower, upper }) => Number.isFinite(mean) && Number.isFinite(lower) && Number.isFinite(upper),
    )
  ) {
    return { reason: 'not-finite', detail: `the forecast of ${forecast.model} leaves the range of numbers` };
  }
  const means = points.map(({ mean }) => mean);
  return {
    model: forecast.model,
    modelChoice: forecast.modelChoice,
    backtest: null,
    level: profile.forecast.level,
    stepMs: prepared.stepMs,
    points,
    max: Math.max(...means),
    min: Math.min(...means),
    mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
  };
}

function prepareForecast(
  input: StageInput,
  whole: StageOutcome<HodrickPrescott>,
  profile: AnalysisProfile,
): StageOutcome<ForecastInput> {
  const { filled, usableFrom, gap } = input;
  if (gap && usableFrom >= filled.values.length) return gap;
  const values = filled.values.subarray(usableFrom);
  const timesMs = gridTimesMs(filled).subarray(usableFrom);
  const trend = usableFrom === 0 && !isUnavailable(whole) ? whole.trend : trendOf(values, profile);
  if (filled.stepMs >= profile.forecast.stepMs) {
    return {
      lastTimeMs: timesMs.at(-1)!,
      stepMs: filled.stepMs,
      trend,
      scatter: scatterAround(values, trend),
    };
  }
  const stepMs = profile.forecast.stepMs;
  const coarseTrend = resampleMean(timesMs, trend, stepMs);
  const coarseValues = resampleMean(timesMs, values, stepMs);
  if (isUnavailable(coarseTrend)) return coarseTrend;
  if (isUnavailable(coarseValues)) return coarseValues;
  const scatter = scatterAround(coarseValues.values, coarseTrend.values);
  return { lastTimeMs: coarseTrend.timesMs.at(-1)!, stepMs, trend: coarseTrend.values, scatter };
}

/** The trend behind a long gap; what is too short or too large to be filtered is its own trend. */
function trendOf(values: Float64Array, profile: AnalysisProfile): Float64Array {
  const parts = hodrickPrescott(values, profile.hodrickPrescottLambda);
  return isUnavailable(parts) ? values : parts.trend;
}

/** Root mean square distance; 0 where there are no values. */
function scatterAround(values: Float64Array, trend: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += (values[i]! - trend[i]!) ** 2;
  const scatter = Math.sqrt(sum / values.length);
  return Number.isFinite(scatter) ? scatter : 0;
}

function pointsOf(
  forecast: ModelForecast,
  { lastTimeMs, stepMs, scatter }: ForecastInput,
  level: number,
): ForecastPoint[] {
  const noise = normalQuantile((1 + level) / 2) * scatter;
  return Array.from(forecast.mean, (mean, i) => ({
    timestampMs: lastTimeMs + (i + 1) * stepMs,
    mean,
    lower: mean - Math.hypot(mean - forecast.lower[i]!, noise),
    upper: mean + Math.hypot(forecast.upper[i]! - mean, noise),
  }));
}
