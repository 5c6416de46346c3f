import { normalQuantile } from '@forewarn/statistics';
import type { AnalysisProfile } from './analysis-profile.js';
import type { StageOutcome } from './stage.js';

/** A model's forecast: columns of one entry per step ahead. */
export interface ModelForecast {
  readonly model: string;
  readonly modelChoice: string;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Fits the configured model, or the simpler one that fits. */
export function fitForecastModel(
  trend: Float64Array,
  _stepMs: number,
  { horizon, level }: AnalysisProfile['forecast'],
): StageOutcome<ModelForecast> {
  const last = trend.at(-1);
  if (last === undefined) return { reason: 'too-few-samples', detail: 'needs at least 1 sample, has 0' };
  let squares = 0;
  for (let i = 1; i < trend.length; i += 1) squares += (trend[i]! - trend[i - 1]!) ** 2;
  const width = normalQuantile((1 + level) / 2) * Math.sqrt(squares / Math.max(1, trend.length - 1));
  const mean = new Float64Array(horizon).fill(last);
  return {
    model: 'last-value',
    modelChoice: 'the simplest',
    mean,
    lower: mean.map((value, i) => value - width * Math.sqrt(i + 1)),
    upper: mean.map((value, i) => value + width * Math.sqrt(i + 1)),
  };
}
