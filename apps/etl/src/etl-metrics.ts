import { problemKinds, stages } from '@forewarn/analysis';
import type { ErrorCode } from '@forewarn/core';
import { Counter, Gauge, Histogram, type Registry } from '@forewarn/telemetry';

/** The metrics of planner and workers. */
export interface EtlMetrics {
  readonly interval: Gauge;
  readonly isLeader: Gauge;
  readonly lastRound: Gauge;
  readonly plannedRequests: Counter;
  readonly missedRounds: Counter;
  readonly lag: Gauge<'partition'>;
  readonly analyses: Counter<'outcome'>;
  readonly passedOver: Counter<'subject' | 'reason'>;
  readonly problems: Gauge<'subject'>;
  readonly stageOutcomes: Counter<'stage' | 'outcome'>;
  readonly stageWindow: Gauge<'stage'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly fetchSeconds: Histogram;
  readonly windows: Gauge;
  readonly backtestCoverage: Histogram;
  readonly backtestError: Histogram;
}

const outcomes = ['analyzed', 'rejected', 'undecodable', 'postponed'];

/** Codes of errors that a source has for single series. */
const frequentReasons: readonly ErrorCode[] = [
  'prometheus-unavailable',
  'prometheus-timeout',
  'prometheus-access-denied',
  'prometheus-rejected',
  'prometheus-malformed',
  'native-histogram',
];

/**
 * Registers the metrics of planner and workers. Counters begin at zero for every outcome that is known beforehand, since
 * `increase()` cannot see the first step of a series that begins with it.
 */
export function createEtlMetrics(registry: Registry): EtlMetrics {
  const metrics = {
    ...plannerMetrics([registry]),
    ...workerMetrics([registry]),
    ...problemMetrics([registry]),
    ...stageMetrics([registry]),
    ...forecastMetrics([registry]),
  };
  for (const outcome of outcomes) metrics.analyses.inc({ outcome }, 0);
  for (const subject of problemKinds) {
    metrics.problems.set({ subject }, 0);
    for (const reason of frequentReasons) metrics.passedOver.inc({ subject, reason }, 0);
  }
  for (const stage of stages) metrics.stageOutcomes.inc({ stage, outcome: 'computed' }, 0);
  return metrics;
}

function plannerMetrics(registers: Registry[]) {
  return {
    interval: new Gauge({
      name: 'forewarn_etl_interval_seconds',
      help: 'How often each series is to be analysed, as configured',
      registers,
    }),
    isLeader: new Gauge({
      name: 'forewarn_etl_planner_leader',
      help: '1 while this process plans the rounds',
      registers,
    }),
    lastRound: new Gauge({
      name: 'forewarn_etl_last_round_timestamp_seconds',
      help: 'Window end of the newest round that this process planned',
      registers,
    }),
    plannedRequests: new Counter({
      name: 'forewarn_etl_planned_requests_total',
      help: 'Analysis requests appended',
      registers,
    }),
    missedRounds: new Counter({
      name: 'forewarn_etl_missed_rounds_total',
      help: 'Rounds that could not be planned in their interval, or passed while no process planned',
      registers,
    }),
  };
}

function workerMetrics(registers: Registry[]) {
  return {
    lag: new Gauge({
      name: 'forewarn_etl_lag_records',
      help: 'Analysis requests of a partition that are not analysed yet',
      labelNames: ['partition'],
      registers,
    }),
    analyses: new Counter({
      name: 'forewarn_etl_analyses_total',
      help: 'Analysis requests handled, by outcome: analyzed, rejected, undecodable, postponed',
      labelNames: ['outcome'],
      registers,
    }),
    fetchSeconds: new Histogram({
      name: 'forewarn_etl_fetch_duration_seconds',
      help: 'Time to bring the window of one request up to date',
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    windows: new Gauge({ name: 'forewarn_etl_windows', help: 'Rolling windows held in memory', registers }),
  };
}

function problemMetrics(registers: Registry[]) {
  return {
    passedOver: new Counter({
      name: 'forewarn_etl_passed_over_total',
      help: 'Rounds in which a series was not analysed, or the series of a selector were not found out, by the code of the error',
      labelNames: ['subject', 'reason'],
      registers,
    }),
    problems: new Gauge({
      name: 'forewarn_etl_problems',
      help: 'Series that are not analysed as they should be, and selectors whose series cannot be found out',
      labelNames: ['subject'],
      registers,
    }),
  };
}

function stageMetrics(registers: Registry[]) {
  return {
    stageOutcomes: new Counter({
      name: 'forewarn_etl_stage_outcomes_total',
      help: 'Runs of a stage, by outcome: computed, or the reason why the data allow no result',
      labelNames: ['stage', 'outcome'],
      registers,
    }),
    stageWindow: new Gauge({
      name: 'forewarn_etl_stage_newest_window_timestamp_seconds',
      help: 'Newest window end for which the stage had a result',
      labelNames: ['stage'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'forewarn_etl_stage_duration_seconds',
      help: 'Time that one stage took for one series',
      labelNames: ['stage'],
      buckets: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
      registers,
    }),
  };
}

/** Forecasts that were chosen by a backtest; configured ones have none. */
function forecastMetrics(registers: Registry[]) {
  return {
    backtestCoverage: new Histogram({
      name: 'forewarn_etl_backtest_coverage_ratio',
      help: 'Share of past values that the prediction intervals of a forecast held, of one series and round',
      buckets: [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1],
      registers,
    }),
    backtestError: new Histogram({
      name: 'forewarn_etl_backtest_relative_error_ratio',
      help: 'Backtest error of a forecast divided by that of the last value carried on: below 1 is better',
      buckets: [0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.5, 2],
      registers,
    }),
  };
}
