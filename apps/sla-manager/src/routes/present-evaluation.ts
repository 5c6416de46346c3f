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

/** The JSON form of an objective's own fields, with the unit of its series. */
export const presentIndicator = (objective: Objective) => ({
  ...presentObjective(objective),
  unit: metricUnit(objective.indicator.metric),
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
  { sla, state, reason, targetMet, objectives }: SlaEvaluation,
  nowMs: number,
): z.input<typeof slaStatus> => ({
  name: sla.name,
  description: sla.description,
  evaluatedAt: toRfc3339(nowMs),
  state,
  reason,
  targetMet,
  objectives: objectives.map(presentObjectiveStatus),
});

const presentObjectiveStatus = ({ objective, state, reason, targetMet, series }: ObjectiveEvaluation) => ({
  ...presentIndicator(objective),
  state,
  reason,
  targetMet,
  series: series.map(presentSeriesStatus),
});

const presentSeriesStatus = ({
  series,
  partition,
  state,
  reason,
  current,
  compliance,
  prediction,
}: SeriesEvaluation) => ({
  ...presentSeries(series, partition),
  state,
  reason,
  current: current && {
    timestamp: toRfc3339(current.timestampMs),
    value: current.value,
    bound: current.bound,
  },
  ...presentCompliance(compliance),
  prediction: presentPrediction(prediction),
});

const presentCompliance = ({ timeInViolationMs, errorBudget, ...shares }: Compliance) => ({
  ...shares,
  timeInViolationSeconds: timeInViolationMs / 1_000,
  errorBudget: {
    allowedSeconds: errorBudget.allowedMs / 1_000,
    remainingSeconds: errorBudget.remainingMs / 1_000,
    remaining: errorBudget.remaining,
  },
});

const presentPrediction = (prediction: Prediction | Unavailable): z.input<typeof predictionOutcome> => {
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
      secondsUntil: first.secondsUntil,
    },
    coveredSeconds: prediction.coveredMs / 1_000,
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
    series: series.map(({ series: identity, partition, prediction }) => ({
      ...presentSeries(identity, partition),
      prediction: presentPrediction(prediction),
      points: isUnavailable(prediction) ? [] : prediction.points.map(presentPoint),
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
