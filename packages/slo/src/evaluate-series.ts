import { isUnavailable, type Unavailable } from '@forewarn/analysis';
import type { Series } from '@forewarn/core';
import { alignDown, formatDuration, toRfc3339 } from '@forewarn/core';
import { type Compliance, complianceOf } from './compliance.js';
import { type MinuteSamples, minuteMs } from './minute-means.js';
import { type DatedForecast, type Prediction, type PredictionOptions, predict } from './prediction.js';
import type { Objective } from './sla.js';
import type { StateWithReason } from './sla-state.js';
import { type BoundName, violatedBound } from './violation.js';

/** What is known of one series of an objective. */
export interface SeriesEvidence {
  readonly series: Series;
  /** The partition under which its analyses are stored; absent when it was never analysed. */
  readonly partition?: string;
  /** One-minute samples that reach at least over the objective's window, and over the time after which a series counts as ended. */
  readonly samples: MinuteSamples;
  /** The newest stored forecast; absent when the series was never analysed. */
  readonly forecast?: DatedForecast;
  /** Minutes that the series have which it took the place of, ascending: of a pod that was replaced, those of the pods before it. */
  readonly earlierMinutesMs?: Float64Array;
}

/** How an objective is judged. */
export interface EvaluationOptions extends PredictionOptions {
  /** Oldest minute that still is the present. Default 5 minutes, as long as Prometheus looks back. */
  readonly longestSampleAgeMs?: number;
  /** Share of the window's minutes that must have data for a verdict, 0 to 1. Default 0.9. */
  readonly leastCoverage?: number;
  /**
   * How long a series has had no sample when it counts as ended, where others of its objective live: a pod that was replaced.
   * Default 10 minutes, a few times as long as a sample may be late.
   */
  readonly endedAfterMs?: number;
}

/** The newest one-minute sample. */
export interface CurrentValue {
  /** The minute's start, epoch milliseconds. */
  readonly timestampMs: number;
  readonly value: number;
  /** The bound that it violates; null within the bounds. */
  readonly bound: BoundName | null;
}

/** One series judged against an objective. */
export interface SeriesEvaluation extends StateWithReason {
  readonly series: Series;
  /** As in the evidence. */
  readonly partition?: string;
  /** Null when there is no sample that is recent. */
  readonly current: CurrentValue | null;
  readonly compliance: Compliance;
  readonly prediction: Prediction | Unavailable;
  /** Whether it ended while other series of the objective go on, so that it has no part in the verdict. */
  readonly hasEnded?: true;
}

/** Default of {@link EvaluationOptions.endedAfterMs}. */
export const defaultEndedAfterMs = 10 * minuteMs;

const defaultLongestSampleAgeMs = 5 * minuteMs;
const defaultLeastCoverage = 0.9;

/** Whether a series has a sample that is recent. */
export const isLive = (
  { samples: { timesMs } }: SeriesEvidence,
  { nowMs, longestSampleAgeMs = defaultLongestSampleAgeMs }: EvaluationOptions,
): boolean => nowMs - (timesMs.at(-1) ?? Number.NEGATIVE_INFINITY) <= longestSampleAgeMs;

/** Whether a series has had no sample for so long that it will hardly go on. */
export const isEnded = (
  { samples: { timesMs } }: SeriesEvidence,
  { nowMs, endedAfterMs = defaultEndedAfterMs }: EvaluationOptions,
): boolean => nowMs - ((timesMs.at(-1) ?? Number.NEGATIVE_INFINITY) + minuteMs) > endedAfterMs;

/** The past of a series that ended while others go on: its minutes count, and it says nothing of now. */
export function evaluateEnded(
  evidence: SeriesEvidence,
  objective: Objective,
  options: EvaluationOptions,
): SeriesEvaluation {
  const { timesMs } = evidence.samples;
  const newest = timesMs.at(-1);
  const since =
    newest === undefined
      ? 'there is no sample in the window'
      : `the newest sample is from ${toRfc3339(newest)}`;
  return {
    ...evaluateSeries(evidence, objective, options),
    state: 'insufficient-data',
    reason: {
      reason: 'ended',
      detail: `the series ended, ${since}; its minutes count, and the verdict is that of the series that go on`,
    },
    hasEnded: true,
  };
}

/**
 * Judges one series: violated, else at risk, else whether enough is known, else ok.
 * `insufficient-data` comes with the first reason that applies: `idle` (no recent sample), `window-longer-than-history`, `gap`, or why
 * there is no prediction.
 */
export function evaluateSeries(
  evidence: SeriesEvidence,
  objective: Objective,
  options: EvaluationOptions,
): SeriesEvaluation {
  const endMs = alignDown(options.nowMs, minuteMs);
  const compliance = complianceOf(evidence.samples, objective, endMs);
  const prediction = predict(evidence.forecast, objective.bounds, options);
  const current = currentValue(evidence.samples, objective, options);
  const { series, partition } = evidence;
  const judged = { series, ...(partition !== undefined && { partition }), current, compliance, prediction };
  if (current?.bound) return { ...judged, state: 'violated', reason: null };
  if (!isUnavailable(prediction) && prediction.firstViolation)
    return { ...judged, state: 'at-risk', reason: null };
  const reason = whyInsufficient(judged, evidence, objective, options);
  return { ...judged, state: reason ? 'insufficient-data' : 'ok', reason };
}

function currentValue(
  { timesMs, values }: MinuteSamples,
  { bounds }: Objective,
  { nowMs, longestSampleAgeMs = defaultLongestSampleAgeMs }: EvaluationOptions,
): CurrentValue | null {
  const timestampMs = timesMs.at(-1);
  if (timestampMs === undefined || nowMs - timestampMs > longestSampleAgeMs) return null;
  const value = values.at(-1)!;
  return { timestampMs, value, bound: violatedBound(value, bounds) };
}

function whyInsufficient(
  { current, compliance, prediction }: Pick<SeriesEvaluation, 'current' | 'compliance' | 'prediction'>,
  { samples, earlierMinutesMs }: SeriesEvidence,
  { windowMs }: Objective,
  { nowMs, leastCoverage = defaultLeastCoverage }: EvaluationOptions,
): Unavailable | null {
  if (!current) return idle(samples);
  if (
    compliance.coverage < leastCoverage &&
    coverageWith(samples, earlierMinutesMs, compliance.minutes, nowMs) < leastCoverage
  )
    return thinCoverage(compliance, samples, windowMs, nowMs, leastCoverage);
  return isUnavailable(prediction) ? prediction : null;
}

/** Share of the window's minutes in which the series, or one that it took the place of, has data. */
function coverageWith(
  { timesMs }: MinuteSamples,
  earlierMs: Float64Array | undefined,
  minutes: number,
  nowMs: number,
): number {
  const endMs = alignDown(nowMs, minuteMs);
  const startMs = endMs - minutes * minuteMs;
  const known = new Set(
    [...timesMs, ...(earlierMs ?? [])].filter((timeMs) => timeMs >= startMs && timeMs < endMs),
  );
  return known.size / minutes;
}

function idle({ timesMs }: MinuteSamples): Unavailable {
  const newest = timesMs.at(-1);
  const since =
    newest === undefined ? 'no sample in the window' : `the newest sample is from ${toRfc3339(newest)}`;
  return { reason: 'idle', detail: `the series exists, but ${since}` };
}

/** Data that begins late enough to explain the thin coverage is a short history; anything else is a gap. */
function thinCoverage(
  { minutes, minutesWithData }: Compliance,
  { timesMs }: MinuteSamples,
  windowMs: number,
  nowMs: number,
  leastCoverage: number,
): Unavailable {
  const endMs = alignDown(nowMs, minuteMs);
  const firstMs = timesMs.find((timeMs) => timeMs >= endMs - minutes * minuteMs) ?? endMs;
  const reach = Math.max(0, endMs - firstMs);
  if (reach / (minutes * minuteMs) < leastCoverage) {
    return {
      reason: 'window-longer-than-history',
      detail: `the window is ${formatDuration(windowMs)}, the samples in it reach back ${formatDuration(reach)}`,
    };
  }
  return {
    reason: 'gap',
    detail: `${minutes - minutesWithData} of the window's ${minutes} minutes have no sample`,
  };
}
