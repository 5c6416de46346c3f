import { metricUnits } from '@forewarn/core';
import { slaStates } from '@forewarn/slo';
import { z } from 'zod';
import { objectiveFields } from './sla-schema.js';
import { timestamp } from './time-schemas.js';

/** States, worst first. */
export const state = z.enum(slaStates).meta({
  id: 'State',
  description:
    'violated: the newest minute is outside the bounds; at-risk: a violation is predicted; insufficient-data: it cannot be told; ok',
});

/** Why there is no answer, or none that is better. */
export const reason = z
  .object({ reason: z.string().meta({ examples: ['idle'] }), detail: z.string() })
  .meta({ id: 'Reason' });

/** What an objective has beside its answer when it could not be read. */
export const problemField = {
  problem: reason.optional().meta({
    description: 'Why the objective could not be read, so that series or their samples are missing here',
  }),
};

/** The end of an interval. */
export const bound = z.enum(['min', 'max']).meta({ id: 'Bound' });

/** The unit that a metric's name tells. */
export const unit = z
  .enum(metricUnits)
  .meta({ id: 'Unit', description: 'As the metric’s name tells; counters are rates' });

const probability = z.number().min(0).max(1);

/** A forecast for one time. */
export const forecastPoint = z
  .object({ timestamp, mean: z.number(), lower: z.number(), upper: z.number() })
  .meta({ id: 'ForecastPoint' });

/** Which model forecasts, why, and how it did on the past. */
export const forecastModel = {
  model: z.string().meta({ examples: ['holt(additive)'] }),
  modelChoice: z.string().meta({ description: 'Why this model' }),
  backtest: z
    .object({
      originCount: z.int().meta({ description: 'Past times from which it was forecast on trial' }),
      meanAbsoluteScaledError: z.number().meta({
        description:
          'Mean absolute error, the newest times counting most; 1 is the mean absolute step between two samples',
      }),
      lastValueError: z.number().meta({ description: 'The same of the last value carried on' }),
      coverage: probability.meta({ description: 'Share of the values that the interval held' }),
      intervalScore: z.number().meta({ description: 'Mean interval score, scaled like the errors' }),
    })
    .meta({ id: 'ForecastBacktest' })
    .nullable()
    .meta({
      description:
        'How the model did on the series’ own past; null where it was configured and not selected, or the series is too short',
    }),
};

/** What a forecast says about bounds. */
const prediction = z
  .object({
    available: z.literal(true),
    ...forecastModel,
    forecastFrom: timestamp.meta({ description: 'End of the window that was forecast from' }),
    level: probability.meta({ description: 'Probability that the interval holds' }),
    max: z.number(),
    min: z.number(),
    mean: z.number(),
    interval: z.object({ lower: z.number(), upper: z.number() }),
    probability: probability.meta({
      description: 'Of a violation within the horizon: the largest of the points’ probabilities',
    }),
    firstViolation: z
      .object({ timestamp, mean: z.number(), bound, probability, secondsUntil: z.number() })
      .nullable(),
    coveredSeconds: z.number(),
    endsEarly: z.boolean().meta({ description: 'The forecast ends before the horizon does' }),
  })
  .meta({ id: 'Prediction' });

/** A prediction, or why there is none. */
export const predictionOutcome = z.discriminatedUnion('available', [
  prediction,
  z.object({ available: z.literal(false), ...reason.shape }).meta({ id: 'NoPrediction' }),
]);

const compliance = z.object({
  compliance: z.number().nullable().meta({
    description: 'Share of the minutes with data in which the bounds held, or of the events that were good',
  }),
  coverage: z.number().meta({ description: 'Share of the window’s minutes that have data' }),
  minutes: z.int().meta({ description: 'Of the window that are over, without those of maintenance' }),
  minutesInMaintenance: z
    .int()
    .optional()
    .meta({ description: 'Of the window that are over and do not count, where there are any' }),
  minutesWithData: z.int(),
  minutesViolated: z.int(),
  timeInViolationSeconds: z.number(),
  targetMet: z.boolean().nullable(),
  events: z
    .object({ total: z.number(), bad: z.number() })
    .optional()
    .meta({ description: 'Of the window, where the events of a ratio are counted and not its minutes' }),
  errorBudget: z.object({
    allowedSeconds: z.number(),
    remainingSeconds: z.number(),
    remaining: z
      .number()
      .nullable()
      .meta({ description: 'Share of what is allowed; negative when overspent' }),
  }),
});

/** The second has names that are quoted because of their dots. */
export const seriesExamples = [
  'node_load1{instance="db1:9100"}',
  '{"http.server.active_requests","service.name"="shop"}',
];

/** What names a series in every answer. */
export const seriesFields = {
  series: z.string().meta({ description: 'Canonical form', examples: seriesExamples }),
  partition: z.string().meta({ description: 'A short name for people' }),
};

const current = z.object({ timestamp, value: z.number(), bound: bound.nullable() }).nullable();

const stateFields = { state, reason: reason.nullable() };

/** An objective with the states of its series. */
const objectiveStatus = z
  .object({
    ...objectiveFields,
    unit,
    ...stateFields,
    targetMet: z.boolean().nullable(),
    seriesOmitted: z.int().optional().meta({
      description: 'Series that are not shown, none worse than those that are; absent when all are',
    }),
    series: z.array(
      z.object({
        ...seriesFields,
        ...stateFields,
        current,
        ...compliance.shape,
        prediction: predictionOutcome,
      }),
    ),
  })
  .meta({ id: 'ObjectiveStatus' });

/** The status of an SLA. */
export const slaStatus = z
  .object({
    name: z.string(),
    description: z.string(),
    evaluatedAt: z.iso.datetime().meta({
      description:
        'RFC 3339, UTC: when the objectives were judged, which is done once a minute; the earliest of them',
      examples: ['2026-11-21T12:00:00.000Z'],
    }),
    ...stateFields,
    targetMet: z.boolean().nullable(),
    objectives: z.array(objectiveStatus),
  })
  .meta({ id: 'SlaStatus' });

/** The status of all SLAs, or of a page of them. */
export const overallStatus = z
  .object({
    evaluatedAt: z.iso.datetime().meta({
      description: 'RFC 3339, UTC: when it was answered; each SLA says when it was judged',
      examples: ['2026-11-21T12:00:00.000Z'],
    }),
    ...stateFields,
    slas: z.array(slaStatus),
    next: z.string().optional().meta({
      description: 'Pass as `after` for the next page; `state` is the worst of this page then',
    }),
  })
  .meta({ id: 'OverallStatus' });

/** Predictions of an SLA. */
export const slaPredictions = z
  .object({
    name: z.string(),
    evaluatedAt: timestamp,
    horizonSeconds: z.number(),
    objectives: z.array(
      z.object({
        ...objectiveFields,
        unit,
        ...problemField,
        series: z.array(
          z.object({
            ...seriesFields,
            current: current.optional().meta({
              description:
                'The newest minute; with a bound, what is predicted has begun. Null where it is more than five minutes old, or samples are not to be had',
            }),
            ended: z.literal(true).optional().meta({
              description: 'The series has ended while others of its objective go on: it has no future',
            }),
            prediction: predictionOutcome,
            points: z.array(forecastPoint.extend({ probability })),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'SlaPredictions' });

/** See {@link overallStatus}. */
export type OverallStatusDocument = z.output<typeof overallStatus>;
/** See {@link slaStatus}. */
export type StatusDocument = z.output<typeof slaStatus>;
/** See {@link slaPredictions}. */
export type PredictionsDocument = z.output<typeof slaPredictions>;
/** A prediction for one series, or why there is none. */
export type PredictionDocument = z.output<typeof predictionOutcome>;
