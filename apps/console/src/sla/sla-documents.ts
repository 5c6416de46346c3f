import { metricUnits } from '@forewarn/core';
import { slaStates } from '@forewarn/slo';
import { z } from 'zod';

// Only what is shown is asked for; whatever else the server says passes through to JSON output.

const reason = z.looseObject({ reason: z.string(), detail: z.string() });
const bound = z.enum(['min', 'max']);
const state = { state: z.enum(slaStates), reason: reason.nullable() };

const objective = {
  name: z.string(),
  indicator: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  target: z.number(),
  window: z.string(),
};

const judgedObjective = { ...objective, unit: z.enum(metricUnits).catch('none') };
const series = { series: z.string(), partition: z.string() };

const prediction = z.discriminatedUnion('available', [
  z.looseObject({
    available: z.literal(true),
    model: z.string(),
    max: z.number(),
    min: z.number(),
    mean: z.number(),
    interval: z.looseObject({ lower: z.number(), upper: z.number() }),
    probability: z.number(),
    firstViolation: z
      .looseObject({ timestamp: z.string(), bound, probability: z.number(), secondsUntil: z.number() })
      .nullable(),
    endsEarly: z.boolean(),
  }),
  reason.extend({ available: z.literal(false) }),
]);

const violation = z.looseObject({ timestamp: z.string(), value: z.number(), bound });
const totals = { count: z.number(), timeInViolationSeconds: z.number() };

/** An SLA with its objectives. */
export const slaDocument = z.looseObject({
  name: z.string(),
  description: z.string(),
  objectives: z.array(z.looseObject(objective)),
});

/** All SLAs. */
export const slaListDocument = z.looseObject({ slas: z.array(slaDocument) });

/** State, current value and compliance of every series of an SLA. */
export const statusDocument = z.looseObject({
  name: z.string(),
  ...state,
  targetMet: z.boolean().nullable(),
  objectives: z.array(
    z.looseObject({
      ...judgedObjective,
      ...state,
      series: z.array(
        z.looseObject({
          ...series,
          ...state,
          current: z.looseObject({ timestamp: z.string(), value: z.number() }).nullable(),
          compliance: z.number().nullable(),
          coverage: z.number(),
          timeInViolationSeconds: z.number(),
          targetMet: z.boolean().nullable(),
          prediction,
        }),
      ),
    }),
  ),
});

/** Past violations of an SLA. */
export const violationsDocument = z.looseObject({
  name: z.string(),
  range: z.looseObject({ start: z.string(), end: z.string() }),
  ...totals,
  objectives: z.array(
    z.looseObject({
      ...judgedObjective,
      series: z.array(
        z.looseObject({
          ...series,
          ...totals,
          coverage: z.number(),
          samples: z.array(violation),
          samplesOmitted: z.number(),
          episodes: z.array(
            z.looseObject({
              start: z.string(),
              end: z.string(),
              durationSeconds: z.number(),
              worst: violation,
            }),
          ),
        }),
      ),
    }),
  ),
});

/** What is predicted for an SLA. */
export const predictionsDocument = z.looseObject({
  name: z.string(),
  horizonSeconds: z.number(),
  objectives: z.array(
    z.looseObject({
      ...judgedObjective,
      series: z.array(
        z.looseObject({
          ...series,
          prediction,
          points: z.array(
            z.looseObject({
              timestamp: z.string(),
              mean: z.number(),
              lower: z.number(),
              upper: z.number(),
              probability: z.number(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** See {@link slaDocument}. */
export type SlaDocument = z.output<typeof slaDocument>;
/** See {@link statusDocument}. */
export type StatusDocument = z.output<typeof statusDocument>;
/** See {@link violationsDocument}. */
export type ViolationsDocument = z.output<typeof violationsDocument>;
/** See {@link predictionsDocument}. */
export type PredictionsDocument = z.output<typeof predictionsDocument>;
/** A prediction for one series, or why there is none. */
export type PredictionDocument = z.output<typeof prediction>;
