import { type Forecast, isUnavailable, type Unavailable } from '@forewarn/analysis';
import type { predictionOutcome, slaPredictions, slaStatus } from '@forewarn/contracts/rest';
import { presentObjective } from '@forewarn/contracts/rest';
import { canonicalSeries, metricUnit, partitionOf, type Series, toRfc3339 } from '@forewarn/core';
import type {
  Compliance,
  Objective,
  ObjectiveEvaluation,
  Prediction,
  SeriesEvaluation,
  SlaEvaluation,
} from '@forewarn/slo';
import type { z } from 'zod';

/**
 * What names a series.
 *
 * @param partition  under which its analyses are stored; what was never analysed is named by the default labels
 */
export const presentSeries = (series: Series, partition: string = partitionOf(series)) => ({
  series: canonicalSeries(series),
  partition,
});

/** The JSON form of an objective's own fields, with the bounds by which it is judged and the unit of its series. */
export const presentIndicator = (objective: Objective) => ({
  ...presentObjective(objective),
  ...objective.bounds,
  ...(objective.budgetingMethod && { budgetingMethod: objective.budgetingMethod }),
  unit: objective.budgetingMethod === 'occurrences' ? 'ratio' : metricUnit(objective.indicator.metric),
});

/** The JSON form of what a forecast says of its model. */
export const presentModel = ({
  model,
  modelChoice,
  backtest,
}: Pick<Forecast, 'model' | 'modelChoice' | 'backtest'>) => ({
  model,
  modelChoice,
  backtest: backtest && { ...backtest },
});

/** The JSON form of an SLA's status. */
export const presentStatus = (
  { sla, evaluatedAtMs, state, reason, targetMet, objectives }: SlaEvaluation,
  nowMs: number,
  mostSeries: number,
): z.input<typeof slaStatus> => ({
  name: sla.name,
  description: sla.description,
  evaluatedAt: toRfc3339(evaluatedAtMs ?? nowMs),
  state,
  reason,
  targetMet,
  objectives: objectives.map((each) => presentObjectiveStatus(each, nowMs, mostSeries)),
});

const presentObjectiveStatus = (
  { objective, state, reason, targetMet, series }: ObjectiveEvaluation,
  nowMs: number,
  mostSeries: number,
) => ({
  ...presentIndicator(objective),
  state,
  reason,
  targetMet,
  ...(series.length > mostSeries && { seriesOmitted: series.length - mostSeries }),
  series: series.slice(0, mostSeries).map((each) => presentSeriesStatus(each, nowMs)),
});

/**
 * Series that each objective may show so that an answer holds no more than it may: as many for one as for another.
 *
 * @param most  of all together; each objective shows one at least
 */
export function fairShare(judged: readonly SlaEvaluation[], most: number): number {
  const counts = judged.flatMap(({ objectives }) => objectives.map(({ series }) => series.length));
  counts.sort((a, b) => a - b);
  let left = most;
  for (const [at, count] of counts.entries()) {
    const share = Math.floor(left / (counts.length - at));
    if (count > share) return Math.max(1, share);
    left -= count;
  }
  return Number.POSITIVE_INFINITY;
}

const presentSeriesStatus = (
  { series, partition, state, reason, current, compliance, prediction }: SeriesEvaluation,
  nowMs: number,
) => ({
  ...presentSeries(series, partition),
  state,
  reason,
  current: presentCurrent(current),
  ...presentCompliance(compliance),
  prediction: presentPrediction(prediction, nowMs),
});

const presentCurrent = (current: SeriesEvaluation['current']) =>
  current && { timestamp: toRfc3339(current.timestampMs), value: current.value, bound: current.bound };

const presentCompliance = ({ timeInViolationMs, errorBudget, ...shares }: Compliance) => ({
  ...shares,
  timeInViolationSeconds: timeInViolationMs / 1_000,
  errorBudget: {
    allowedSeconds: errorBudget.allowedMs / 1_000,
    remainingSeconds: errorBudget.remainingMs / 1_000,
    remaining: errorBudget.remaining,
  },
});

const secondsFrom = (nowMs: number, timeMs: number): number => Math.max(0, timeMs - nowMs) / 1_000;

/** What is to come is counted from now on, also where it was judged some time ago. */
const presentPrediction = (
  prediction: Prediction | Unavailable,
  nowMs: number,
): z.input<typeof predictionOutcome> => {
  if (isUnavailable(prediction)) return { available: false, ...prediction };
  const { level, max, min, mean, lower, upper, probability, firstViolation: first } = prediction;
  return {
    available: true,
    ...presentModel(prediction),
    forecastFrom: toRfc3339(prediction.windowEndMs),
    level,
    max,
    min,
    mean,
    interval: { lower, upper },
    probability,
    firstViolation: first && {
      timestamp: toRfc3339(first.timestampMs),
      mean: first.mean,
      bound: first.bound,
      probability: first.probability,
      secondsUntil: secondsFrom(nowMs, first.timestampMs),
    },
    coveredSeconds: secondsFrom(nowMs, prediction.endMs),
    endsEarly: prediction.endsEarly,
  };
};

/** The JSON form of an SLA's predictions. */
export const presentPredictions = (
  { sla, objectives }: SlaEvaluation,
  nowMs: number,
  horizonMs: number,
): z.input<typeof slaPredictions> => ({
  name: sla.name,
  evaluatedAt: toRfc3339(nowMs),
  horizonSeconds: horizonMs / 1_000,
  objectives: objectives.map(({ objective, series, reason, failureCode }) => ({
    ...presentIndicator(objective),
    ...(failureCode !== undefined && reason && { problem: reason }),
    series: series.map(({ series: identity, partition, current, hasEnded, prediction }) => ({
      ...presentSeries(identity, partition),
      current: presentCurrent(current),
      ...(hasEnded && { ended: true as const }),
      prediction: presentPrediction(prediction, nowMs),
      points: isUnavailable(prediction) ? [] : (prediction.points ?? []).map(presentPoint),
    })),
  })),
});

/** The JSON form of a forecast point, with whatever else it carries. */
export const presentPoint = <Point extends { readonly timestampMs: number }>({
  timestampMs,
  ...rest
}: Point) => ({
  timestamp: toRfc3339(timestampMs),
  ...rest,
});
