import type { Series } from '@forewarn/core';
import {
  aggregateBins,
  augmentedDickeyFuller,
  autocorrelation,
  type ForecastMemory,
  hodrickPrescott,
  seasonalDecompose,
} from '@forewarn/statistics';
import type {
  Aggregate,
  Aggregates,
  Analysis,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  HodrickPrescott,
} from './analysis.js';
import type { AnalysisProfile } from './analysis-profile.js';
import { forecastStage } from './forecast-stage.js';
import { fillGaps, type Grid, gapReason, gridTimesMs, trimLeadingGap, windowOf } from './grid.js';
import { fillLeftOut, withoutPoints } from './left-out.js';
import { isUnavailable, type Stage, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

export type { ForecastMemory };

/** One series with the values to analyse. */
export interface AnalysisInput {
  readonly series: Series;
  /** At least one point; finite, NaN where a sample is missing. */
  readonly grid: Grid;
  /** A short name of the series for people. */
  readonly partition: string;
  /** What earlier analyses of the series estimated for its forecast; saves time and changes no result. */
  readonly memory?: ForecastMemory;
  /**
   * `Uint8Array[n]`, 1 for a point of the grid that nothing is to be computed from: it counts as missing, and stages that need an unbroken
   * grid have it filled however many there are. Default: none.
   */
  readonly leftOut?: Uint8Array;
}

/**
 * Analyses one series over one window: all stages of a profile. The same input gives the same results on every machine; only
 * `executionTimes` differ. Never throws on data: a stage without a result says why.
 *
 * @param input    values in the unit of the series
 * @param profile  what to compute
 * @param now      a monotonic clock in milliseconds, for `executionTimes`
 * @returns        one outcome per stage; the window begins with the first sample, and is the whole grid when there is none
 * @throws         {StatisticsError} only for a profile that no data could fit, such as a period of 0
 */
export function analyzeSeries(
  input: AnalysisInput,
  profile: AnalysisProfile,
  now: () => number = () => performance.now(),
): Analysis {
  const startedMs = now();
  const times: Partial<Record<Stage, number>> = {};
  const timed = <T>(stage: Stage, run: () => T): T => {
    const beganMs = now();
    const outcome = run();
    times[stage] = now() - beganMs;
    return outcome;
  };
  const { grid, leftOut } = input;
  const sampled = trimLeadingGap(leftOut ? withoutPoints(grid, leftOut) : grid);
  const stageInput = prepare(sampled, leftOut?.subarray(-sampled.values.length), profile);
  const dickeyFuller = timed('dickeyFuller', () => dickeyFullerStage(stageInput, profile));
  const trend = timed('hodrickPrescott', () => hodrickPrescottStage(stageInput, profile));
  const outcomes = {
    dickeyFuller,
    hodrickPrescott: trend,
    autocorrelation: timed('autocorrelation', () => autocorrelationStage(stageInput)),
    decomposition: timed('decomposition', () => decompositionStage(stageInput, profile)),
    aggregates: timed('aggregates', () => aggregatesStage(stageInput, profile)),
    forecast: timed('forecast', () =>
      forecastStage({ series: input.series, window: stageInput, trend, memory: input.memory }, profile),
    ),
  };
  return {
    series: input.series,
    partition: input.partition,
    window: windowOf(sampled),
    ...outcomes,
    executionTimes: { ...(times as Record<Stage, number>), total: now() - startedMs },
  };
}

function prepare(sampled: Grid, leftOut: Uint8Array | undefined, profile: AnalysisProfile): StageInput {
  const longestGap = Math.floor(profile.longestFilledGapMs / sampled.stepMs);
  const known = leftOut ? fillLeftOut(sampled.values, leftOut) : sampled.values;
  const { values, usableFrom, gap } = fillGaps(known, longestGap);
  return { sampled, filled: { ...sampled, values }, usableFrom, gap: gap && gapReason(sampled, gap) };
}

function dickeyFullerStage(
  { filled, gap }: StageInput,
  profile: AnalysisProfile,
): StageOutcome<DickeyFuller> {
  if (gap) return gap;
  const test = augmentedDickeyFuller(filled.values, profile.dickeyFuller);
  if (isUnavailable(test)) return test;
  const { statistic, pValue, usedLag, observations, criticalValues } = test;
  return { statistic, pValue, usedLag, observations, criticalValues, stationary: pValue < 0.05 };
}

function hodrickPrescottStage(
  { filled, gap }: StageInput,
  profile: AnalysisProfile,
): StageOutcome<HodrickPrescott> {
  if (gap) return gap;
  const lambda = profile.hodrickPrescottLambda;
  const parts = hodrickPrescott(filled.values, lambda);
  return isUnavailable(parts) ? parts : { lambda, cycle: parts.cycle, trend: parts.trend };
}

function autocorrelationStage({ filled, gap }: StageInput): StageOutcome<Autocorrelation> {
  if (gap) return gap;
  const outcome = autocorrelation(filled.values);
  return isUnavailable(outcome) ? outcome : { values: outcome.values };
}

function decompositionStage(
  { filled, gap }: StageInput,
  profile: AnalysisProfile,
): StageOutcome<Decomposition> {
  if (gap) return gap;
  const { model, period } = profile.decomposition;
  const parts = seasonalDecompose(filled.values, { model, period });
  if (isUnavailable(parts)) return parts;
  return { model, period, trend: parts.trend, seasonal: parts.seasonal, residual: parts.residual };
}

/** Aggregates take the samples as they are: bins without one are skipped. */
function aggregatesStage({ sampled }: StageInput, profile: AnalysisProfile): StageOutcome<Aggregates> {
  const timesMs = gridTimesMs(sampled);
  const bins: Aggregate[] = [];
  for (const binMs of [...profile.aggregateBinsMs].sort((a, b) => a - b)) {
    const aggregate = aggregateBins(timesMs, sampled.values, binMs);
    if (isUnavailable(aggregate)) return aggregate;
    const { count, max, min, mean, standardDeviation } = aggregate;
    bins.push({
      binMs,
      binCount: count,
      max,
      min,
      mean,
      standardDeviation: Number.isNaN(standardDeviation) ? null : standardDeviation,
    });
  }
  return { bins };
}
