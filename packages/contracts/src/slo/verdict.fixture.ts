import type { ObjectiveVerdict, SeriesEvaluation } from '@forewarn/slo';

const noonMs = Date.UTC(2026, 0, 2, 12);

/** A series with all that can be said of one. */
export const exampleSeriesVerdict: SeriesEvaluation = {
  series: { metric: 'forewarn_indicator', labels: { indicator: 'errors', straße: 'a"b' } },
  partition: 'errors',
  state: 'at-risk',
  reason: null,
  current: { timestampMs: noonMs - 60_000, value: -1.5e-9, bound: 'min' },
  compliance: {
    minutes: 43_000,
    minutesInMaintenance: 200,
    minutesWithData: 42_999,
    minutesViolated: 7,
    compliance: 0.999_1,
    coverage: 0.999_976,
    timeInViolationMs: 420_000,
    targetMet: false,
    errorBudget: { allowedMs: 2_579_940, remainingMs: -1_000, remaining: -0.000_4 },
    events: { total: 12_345.5, bad: 3.25 },
  },
  prediction: {
    model: 'holt(additive)',
    modelChoice: 'selected',
    backtest: {
      originCount: 12,
      meanAbsoluteScaledError: 0.75,
      lastValueError: 1.5,
      coverage: 0.925,
      intervalScore: 4.5,
    },
    windowEndMs: noonMs - 60_000,
    level: 0.95,
    max: 7,
    min: 1,
    mean: 4,
    lower: -1,
    upper: 9,
    probability: 0.75,
    firstViolation: { timestampMs: noonMs + 180_000, mean: 6, bound: 'max', probability: 0.5 },
    endMs: noonMs + 3_540_000,
    endsEarly: false,
  },
};

/** A series of which as little is known as can be. */
export const unknownSeriesVerdict: SeriesEvaluation = {
  series: { metric: 'load', labels: {} },
  state: 'insufficient-data',
  reason: { reason: 'ended', detail: 'the series ended' },
  current: null,
  compliance: {
    minutes: 60,
    minutesWithData: 0,
    minutesViolated: 0,
    compliance: null,
    coverage: 0,
    timeInViolationMs: 0,
    targetMet: null,
    errorBudget: { allowedMs: 0, remainingMs: 0, remaining: null },
  },
  prediction: { reason: 'no-forecast', detail: 'no analysis of this series is stored yet' },
  hasEnded: true,
};

/** A verdict over both. */
export const exampleVerdict: ObjectiveVerdict = {
  sla: 'shop',
  objective: 'p99 under 0.5 s',
  endMs: noonMs,
  definition: 'ab'.repeat(32),
  evaluatedAtMs: noonMs + 15_123,
  state: 'at-risk',
  reason: null,
  targetMet: false,
  series: [exampleSeriesVerdict, unknownSeriesVerdict],
  seriesCount: 2,
};
