import { forecastIntervals, type HoltWintersOptions, holtWinters } from '@forewarn/statistics';
import type { ForecastProfile, HoltWintersForecastProfile } from './analysis-profile.js';
import { isUnavailable, type StageOutcome } from './stage.js';

/** A model's forecast: columns of one entry per step ahead, in the unit of the series. */
export interface ModelForecast {
  readonly model: string;
  /** Why this model: the configured one, or what stood against it. */
  readonly modelChoice: string;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

interface Candidate {
  readonly model: string;
  readonly options: HoltWintersOptions;
}

/**
 * Fits the configured Holt–Winters model, or the first simpler one that fits: Holt's linear trend, then the last value.
 *
 * @param values   `number[n]`, finite
 * @param stepMs   distance of the values
 * @param profile  the model to try first, how far ahead, and how sure
 * @returns        the forecast; or, for fewer than two values or values out of range, what stands against the simplest model
 */
export function fitForecastModel(
  values: Float64Array,
  stepMs: number,
  profile: ForecastProfile,
): StageOutcome<ModelForecast> {
  const obstacles: string[] = [];
  let reason = 'too-few-samples';
  for (const { model, options } of candidates(stepMs, profile)) {
    const forecast = tryModel(values, options, profile);
    if (isUnavailable(forecast)) {
      obstacles.push(`${model}: ${forecast.detail}`);
      reason = forecast.reason;
      continue;
    }
    return { ...forecast, model, modelChoice: obstacles.length === 0 ? 'configured' : obstacles.join('; ') };
  }
  return { reason, detail: obstacles.join('; ') };
}

function candidates(stepMs: number, profile: ForecastProfile): Candidate[] {
  return [
    ...(profile.method === 'holt-winters' ? [configuredCandidate(stepMs, profile)] : []),
    { model: 'holt(additive)', options: { trend: 'additive' } },
    {
      model: 'last-value',
      options: {
        parameters: { smoothingLevel: 1, smoothingTrend: 0, smoothingSeasonal: 0, dampingTrend: 1 },
      },
    },
  ];
}

function configuredCandidate(
  stepMs: number,
  { seasonMs, trend, seasonal }: HoltWintersForecastProfile,
): Candidate {
  const period = Math.max(2, Math.round(seasonMs / stepMs));
  return { model: `holt-winters(${trend},${seasonal},${period})`, options: { trend, seasonal, period } };
}

function tryModel(values: Float64Array, options: HoltWintersOptions, { horizon, level }: ForecastProfile) {
  const fit = holtWinters(values, options);
  return isUnavailable(fit) ? fit : forecastIntervals(fit, { horizon, level });
}
