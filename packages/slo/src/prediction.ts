import type { Forecast, ForecastBacktest, ForecastPoint } from '@forewarn/analysis';
import { isUnavailable, type StageOutcome, type Unavailable } from '@forewarn/analysis';
import { formatDuration, type TimeRange } from '@forewarn/core';
import type { Bounds } from './sla.js';
import { type BoundName, violatedBound } from './violation.js';
import { violationProbability } from './violation-probability.js';
import { rangeAt } from './windows/maintenance.js';

/** A stored forecast with the end of the window that it was made from. */
export interface DatedForecast {
  /** Epoch milliseconds. */
  readonly windowEndMs: number;
  readonly forecast: StageOutcome<Forecast>;
}

/** A forecast point with the probability that its value is outside the bounds. */
export interface PredictedPoint extends ForecastPoint {
  /** 0 to 1 */
  readonly probability: number;
}

/** The first point at which a violation is predicted. */
export interface PredictedViolation {
  readonly timestampMs: number;
  /** Forecast mean, in the unit of the series. */
  readonly mean: number;
  /** The bound that the mean crosses; of a mean within the bounds, the nearer one, `max` when both are as near. */
  readonly bound: BoundName;
  /** 0 to 1 */
  readonly probability: number;
}

/** What a forecast says about bounds, from the present to a horizon. */
export interface Prediction {
  readonly model: string;
  /** Why this model. */
  readonly modelChoice: string;
  /** How the model did on the series' own past; null where it was not tried. */
  readonly backtest: ForecastBacktest | null;
  readonly windowEndMs: number;
  /** Probability that the interval holds, 0 to 1. */
  readonly level: number;
  /** In a verdict that another process made they are not told. */
  readonly points?: readonly PredictedPoint[];
  /** Of the points' means, in the unit of the series. */
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  /** Lowest lower and highest upper bound of the points' intervals. */
  readonly lower: number;
  readonly upper: number;
  /**
   * Probability of a violation within the horizon: the largest of the points' probabilities. Errors of neighbouring minutes move
   * together, so to multiply them as if independent would cry wolf; this is the lower limit, exact when they move as one. Points of planned
   * maintenance have no part in it, nor in `firstViolation`.
   */
  readonly probability: number;
  /** Null when none is predicted. */
  readonly firstViolation: PredictedViolation | null;
  /** The last point, epoch milliseconds. */
  readonly endMs: number;
  /** Whether the forecast ends before the horizon does, so that the answer is about less than was asked for. */
  readonly endsEarly: boolean;
}

/** How a forecast is read. */
export interface PredictionOptions {
  /** The present, epoch milliseconds. */
  readonly nowMs: number;
  /** How far ahead to look. Default: to the end of the forecast. */
  readonly horizonMs?: number;
  /** Probability from which a point counts as a predicted violation. Default 0.5: as likely as not. */
  readonly atRiskProbability?: number;
  /** Longest time since the end of the forecast's window. Default 15 minutes. */
  readonly longestForecastAgeMs?: number;
  /** Planned, of the past and of as long as forecasts reach: whole minutes, ascending, apart from each other. Default: none. */
  readonly maintenance?: readonly TimeRange[];
}

/** A point counts as a predicted violation when it is as likely as not. */
export const defaultAtRiskProbability = 0.5;

/** Minutes' worth of forecasts may be late or fail before the last one is no longer believed. */
export const defaultLongestForecastAgeMs = 15 * 60_000;

/**
 * Reads a stored forecast against bounds.
 *
 * @param dated  absent when no analysis of the series is stored
 * @returns      the prediction, or why there is none: `no-forecast` (never analysed), the stage's own reason (`constant-series`, …),
 *               `stale-forecast` (its window ended too long ago, or all its points are past), `horizon-too-short` (it begins later)
 */
export function predict(
  dated: DatedForecast | undefined,
  bounds: Bounds,
  options: PredictionOptions,
): Prediction | Unavailable {
  if (!dated) return { reason: 'no-forecast', detail: 'no analysis of this series is stored yet' };
  const { forecast, windowEndMs } = dated;
  if (isUnavailable(forecast)) return forecast;
  const { nowMs, horizonMs = Number.POSITIVE_INFINITY } = options;
  const ahead = forecast.points.filter((point) => point.timestampMs > nowMs);
  const ageMs = nowMs - windowEndMs;
  if (ahead.length === 0 || ageMs > (options.longestForecastAgeMs ?? defaultLongestForecastAgeMs)) {
    return { reason: 'stale-forecast', detail: staleDetail(ageMs) };
  }
  const points = ahead.filter((point) => point.timestampMs <= nowMs + horizonMs);
  if (points.length === 0) {
    return {
      reason: 'horizon-too-short',
      detail: `the forecast's first point lies beyond ${formatDuration(horizonMs)}`,
    };
  }
  return summarise({ forecast, windowEndMs }, points, bounds, { ...options, horizonMs });
}

const staleDetail = (ageMs: number): string =>
  `the newest forecast is from ${formatDuration(Math.max(0, Math.round(ageMs / 1_000) * 1_000))} ago; is the etl running?`;

function summarise(
  { forecast, windowEndMs }: { forecast: Forecast; windowEndMs: number },
  ahead: readonly ForecastPoint[],
  bounds: Bounds,
  options: PredictionOptions & { readonly horizonMs: number },
): Prediction {
  const { nowMs, horizonMs, atRiskProbability = defaultAtRiskProbability, maintenance = [] } = options;
  const { level } = forecast;
  const points = ahead.map((point) => ({
    ...point,
    probability: violationProbability(point, level, bounds),
  }));
  const counted = points.filter(({ timestampMs }) => !rangeAt(timestampMs, maintenance));
  const first = counted.find(
    ({ mean, probability }) => violatedBound(mean, bounds) || probability >= atRiskProbability,
  );
  const means = points.map((point) => point.mean);
  const endMs = points.at(-1)!.timestampMs;
  return {
    model: forecast.model,
    modelChoice: forecast.modelChoice,
    backtest: forecast.backtest,
    windowEndMs,
    level,
    points,
    max: Math.max(...means),
    min: Math.min(...means),
    mean: means.reduce((sum, mean) => sum + mean / means.length, 0),
    lower: Math.min(...points.map((point) => point.lower)),
    upper: Math.max(...points.map((point) => point.upper)),
    probability: Math.max(0, ...counted.map((point) => point.probability)),
    firstViolation: first ? predictedViolation(first, bounds) : null,
    endMs,
    // A point stands for the step that follows it, so a forecast whose next point would lie beyond the horizon covers it.
    endsEarly: Number.isFinite(horizonMs) && endMs - nowMs + forecast.stepMs <= horizonMs,
  };
}

function predictedViolation(point: PredictedPoint, bounds: Bounds): PredictedViolation {
  const { timestampMs, mean, probability } = point;
  const bound = violatedBound(mean, bounds) ?? nearerBound(mean, bounds);
  return { timestampMs, mean, bound, probability };
}

function nearerBound(
  value: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds,
): BoundName {
  return value - min < max - value ? 'min' : 'max';
}
