import { isUnavailable, type Unavailable } from '@forewarn/analysis';
import type { Series } from '@forewarn/core';
import { alignDown, formatDuration, type TimeRange, toRfc3339 } from '@forewarn/core';
import { type Compliance, complianceOf } from './compliance.js';
import { type MinuteSamples, minuteMs } from './minute-means.js';
import { type DatedForecast, type Prediction, type PredictionOptions, predict } from './prediction.js';
import type { Objective } from './sla.js';
import type { StateWithReason } from './sla-state.js';
import { type DayTally, endOfDays, firstKnownMs, minutesKnownOfAny } from './tallies/day-tally.js';
import { type BoundName, boundOfMinute } from './violation.js';
import { rangeAt } from './windows/maintenance.js';
import { minutesHeld, minutesIn, type WindowSpan, windowSpan } from './windows/objective-window.js';

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
  /** Days of a long window that were tallied: samples are needed behind them alone. */
  readonly talliedDays?: readonly DayTally[];
  /** Those of the series that it took the place of. */
  readonly earlierTalliedDays?: readonly DayTally[];
}

/** How far the history of a long window was read. */
export interface HistoryFilling {
  /** Days that were tallied. */
  readonly filledDays: number;
  /** Days that the window needs. */
  readonly days: number;
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
  /** Where a long window's history is still being read. */
  readonly filling?: HistoryFilling;
}

/** The newest one-minute sample. */
export interface CurrentValue {
  /** The minute's start, epoch milliseconds. */
  readonly timestampMs: number;
  readonly value: number;
  /** The bound that it violates; null within the bounds, and where it has fewer events than it must have to be judged. */
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
 * there is no prediction. Of two reasons comes before all else that there is no verdict: `maintenance` (it is on, or the newest sample is of it)
 * and `low-volume` (the window has fewer events than it must have).
 */
export function evaluateSeries(
  evidence: SeriesEvidence,
  objective: Objective,
  options: EvaluationOptions,
): SeriesEvaluation {
  const endMs = alignDown(options.nowMs, minuteMs);
  const compliance = complianceOf(
    evidence.samples,
    objective,
    endMs,
    options.maintenance,
    evidence.talliedDays,
  );
  const prediction = predict(evidence.forecast, objective.bounds, options);
  const current = currentValue(evidence.samples, objective, options);
  const { series, partition } = evidence;
  const judged = { series, ...(partition !== undefined && { partition }), current, compliance, prediction };
  const suspended = whySuspended(judged, objective, options);
  if (suspended) return { ...judged, state: 'insufficient-data', reason: suspended };
  if (current?.bound) return { ...judged, state: 'violated', reason: null };
  if (!isUnavailable(prediction) && prediction.firstViolation)
    return { ...judged, state: 'at-risk', reason: null };
  const reason = whyInsufficient(judged, evidence, objective, options);
  return { ...judged, state: reason ? 'insufficient-data' : 'ok', reason };
}

/** Why there is no verdict, whatever the samples are. */
function whySuspended(
  { current, compliance }: Pick<SeriesEvaluation, 'current' | 'compliance'>,
  { minEvents }: Objective,
  { nowMs, maintenance = [] }: EvaluationOptions,
): Unavailable | null {
  const running = rangeAt(nowMs, maintenance) ?? (current && rangeAt(current.timestampMs, maintenance));
  if (running) return { reason: 'maintenance', detail: maintenanceDetail(running, nowMs) };
  const { minutesWithData, targetMet, minutes } = compliance;
  if (minEvents === undefined || targetMet !== null || minutesWithData === 0) return null;
  return {
    reason: 'low-volume',
    detail: `the window’s ${minutes} minutes have fewer than ${minEvents} events`,
  };
}

const maintenanceDetail = ({ startMs, endMs }: TimeRange, nowMs: number): string =>
  endMs > nowMs
    ? `planned maintenance from ${toRfc3339(startMs)} to ${toRfc3339(endMs)}: its minutes do not count`
    : `planned maintenance ended at ${toRfc3339(endMs)}, and there is no sample from behind it yet`;

function currentValue(
  samples: MinuteSamples,
  objective: Objective,
  { nowMs, longestSampleAgeMs = defaultLongestSampleAgeMs }: EvaluationOptions,
): CurrentValue | null {
  const newest = samples.timesMs.length - 1;
  const timestampMs = samples.timesMs[newest];
  if (timestampMs === undefined || nowMs - timestampMs > longestSampleAgeMs) return null;
  return { timestampMs, value: samples.values[newest]!, bound: boundOfMinute(samples, newest, objective) };
}

function whyInsufficient(
  { current, compliance, prediction }: Pick<SeriesEvaluation, 'current' | 'compliance' | 'prediction'>,
  evidence: SeriesEvidence,
  { window }: Objective,
  { nowMs, maintenance, filling, leastCoverage = defaultLeastCoverage }: EvaluationOptions,
): Unavailable | null {
  if (!current) return idle(evidence.samples);
  const span = windowSpan(window, alignDown(nowMs, minuteMs));
  if (compliance.coverage < leastCoverage && coverageWith(evidence, span, maintenance) < leastCoverage)
    return filling ? historyFilling(filling) : thinCoverage(compliance, evidence, span, leastCoverage);
  return isUnavailable(prediction) ? prediction : null;
}

/** Share of the window's minutes outside of maintenance in which the series, or one that it took the place of, has data. */
function coverageWith(
  { samples, earlierMinutesMs = noTimes, talliedDays = [], earlierTalliedDays = [] }: SeriesEvidence,
  span: WindowSpan,
  maintenance: readonly TimeRange[] = [],
): number {
  const days = [...talliedDays, ...earlierTalliedDays];
  const fromMs = Math.max(span.startMs, endOfDays(days));
  const counts = (timeMs: number) => timeMs >= fromMs && timeMs < span.endMs && !rangeAt(timeMs, maintenance);
  const known = new Set([...samples.timesMs, ...earlierMinutesMs].filter(counts));
  const minutes = known.size + minutesKnownOfAny(days, span, maintenance);
  return minutes / (minutesIn(span) - minutesHeld(maintenance, span));
}

const noTimes = new Float64Array(0);

const historyFilling = ({ filledDays, days }: HistoryFilling): Unavailable => ({
  reason: 'history-being-read',
  detail: `the window’s history is being read from Prometheus, once: ${filledDays} of ${days} days so far`,
});

function idle({ timesMs }: MinuteSamples): Unavailable {
  const newest = timesMs.at(-1);
  const since =
    newest === undefined ? 'no sample in the window' : `the newest sample is from ${toRfc3339(newest)}`;
  return { reason: 'idle', detail: `the series exists, but ${since}` };
}

/** Data that begins late enough to explain the thin coverage is a short history; anything else is a gap. */
function thinCoverage(
  { minutes, minutesWithData }: Compliance,
  { samples: { timesMs }, talliedDays = [] }: SeriesEvidence,
  { startMs, endMs }: WindowSpan,
  leastCoverage: number,
): Unavailable {
  const firstMs = firstKnownMs(talliedDays, startMs) ?? timesMs.find((timeMs) => timeMs >= startMs) ?? endMs;
  const reach = Math.max(0, endMs - firstMs);
  if (reach / (endMs - startMs) < leastCoverage) {
    return {
      reason: 'window-longer-than-history',
      detail: `the window is ${formatDuration(endMs - startMs)}, the samples in it reach back ${formatDuration(reach)}`,
    };
  }
  return {
    reason: 'gap',
    detail: `${minutes - minutesWithData} of the window's ${minutes} minutes have no sample`,
  };
}
