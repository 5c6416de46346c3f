import { problemKinds, stages } from '@forewarn/analysis';
import { z } from 'zod';
import {
  bound,
  forecastModel,
  forecastPoint,
  problemField,
  reason,
  seriesExamples,
  seriesFields,
  state,
  unit,
} from './evaluation-schemas.js';
import { objectiveFields } from './sla-schema.js';
import { timestamp } from './time-schemas.js';

const range = z.object({ start: timestamp, end: timestamp });

const violation = z.object({ timestamp, value: z.number(), bound }).meta({ id: 'Violation' });

/** Counts that violations have on each level. */
const totals = {
  count: z.int().meta({ description: 'Minutes in violation' }),
  timeInViolationSeconds: z.number(),
};

/** Past violations of an SLA. */
export const slaViolations = z
  .object({
    name: z.string(),
    range,
    counted: range.extend({ minutes: z.int(), cutSeconds: z.number() }).optional().meta({
      description:
        'The whole minutes of the range, and how much of its ends is a part of a minute and not counted',
    }),
    ...totals,
    objectives: z.array(
      z.object({
        ...objectiveFields,
        unit,
        ...problemField,
        ...totals,
        minutesInMaintenance: z
          .int()
          .optional()
          .meta({ description: 'Minutes of the range that do not count, where there are any' }),
        series: z.array(
          z.object({
            ...seriesFields,
            ...totals,
            minutesWithData: z.int(),
            coverage: z.number(),
            samples: z.array(violation).meta({ description: 'Oldest first; at most the newest 5000' }),
            samplesOmitted: z.int(),
            episodes: z.array(
              z
                .object({ start: timestamp, end: timestamp, durationSeconds: z.number(), worst: violation })
                .meta({ id: 'Episode', description: 'Consecutive minutes in violation, [start, end)' }),
            ),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'SlaViolations' });

/** The stages of an analysis and their total, in the order in which they run. */
export const timedStages = [...stages, 'total'] as const;

/** How long the analysis of an SLA's series took. */
export const slaExecutionTimes = z
  .object({
    name: z.string(),
    range,
    analyses: z.int(),
    truncated: z.boolean().meta({ description: 'There were more analyses than were read' }),
    stages: z.array(
      z.object({
        stage: z.enum(timedStages),
        count: z.int(),
        meanMs: z.number(),
        medianMs: z.number(),
        p95Ms: z.number(),
        maxMs: z.number(),
      }),
    ),
  })
  .meta({ id: 'SlaExecutionTimes' });

/** How an objective stood at the end of a minute, the worst over its series. */
const verdict = z
  .object({
    minuteEnd: timestamp.meta({ description: 'The end of the newest whole minute that was judged' }),
    evaluatedAt: timestamp.meta({ description: 'When it was judged' }),
    state,
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Short name of why it cannot be told; null for the other states' }),
    targetMet: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether every series kept the target over its window; null when unknown' }),
    compliance: z.number().nullable().meta({
      description: 'The lowest share of its window in which a series kept the bounds; null when unknown',
    }),
    errorBudgetRemaining: z.number().nullable().meta({
      description:
        'The smallest remaining share of the error budget, negative when overspent; null when unknown, and where nothing is allowed',
    }),
    violationProbability: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'The highest predicted probability of a violation; null without a prediction' }),
    firstViolation: timestamp
      .nullable()
      .meta({ description: 'The earliest violation that was predicted; null when none was' }),
    seriesCount: z.int(),
    violatedSeries: z.int().meta({ description: 'How many of the series were violated' }),
  })
  .meta({ id: 'Verdict' });

/** The verdicts on an objective, minute by minute. */
export const objectiveHistory = z
  .object({
    name: z.string().meta({ description: 'Name of the SLA' }),
    objective: z.string(),
    range: range.meta({
      description: 'Which minutes: those that ended behind its start, up to its end and with it',
    }),
    verdicts: z.array(verdict).meta({ description: 'Newest first; minutes that were not judged are absent' }),
    next: z.string().optional().meta({ description: 'Pass as `after` for the next page, of older minutes' }),
  })
  .meta({ id: 'ObjectiveHistory' });

/** The samples and newest forecasts of an SLA's series. */
export const slaSeries = z
  .object({
    name: z.string(),
    range,
    objectives: z.array(
      z.object({
        ...objectiveFields,
        unit,
        ...problemField,
        series: z.array(
          z.object({
            ...seriesFields,
            samples: z.array(z.object({ timestamp, value: z.number() })),
            forecast: z
              .object({
                forecastFrom: timestamp,
                ...forecastModel,
                level: z.number(),
                points: z.array(forecastPoint),
              })
              .nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'SlaSeries' });

/** Why a series, or all that a selector would find, is not analysed as it should be. */
const seriesProblem = z
  .object({
    kind: z.enum(problemKinds).meta({
      description: 'series: this one; selector: the series that it selects cannot be found out',
    }),
    name: z.string().meta({
      description: 'The series in its canonical form, or the selector',
      examples: seriesExamples,
    }),
    partition: z.string().meta({ description: 'A short name for people; empty for a selector' }),
    selector: z.string().meta({
      description: 'The configured selector that found the series',
      examples: ['node_load1', '{"http.server.active_requests"}'],
    }),
    code: z.string().meta({
      description: 'As docs/errors.md lists them',
      examples: ['prometheus-unavailable'],
    }),
    detail: z.string().meta({ description: 'A sentence for people' }),
    since: timestamp,
    lastSeen: timestamp,
    attempts: z.int().meta({ description: 'Failed attempts since then' }),
    nextTry: timestamp.meta({ description: 'Not tried before this time' }),
  })
  .meta({ id: 'SeriesProblem' });

/** Names of metrics as they are, without quotes. */
export const metricExamples = ['node_load1', 'http.server.active_requests'];

/** Series that were analysed, or those that are not as they should be. */
export const seriesList = z
  .object({
    series: z.array(
      z.object({
        ...seriesFields,
        metric: z.string().meta({ examples: metricExamples }),
        labels: z
          .record(z.string(), z.string())
          .meta({ examples: [{ instance: 'db1:9100' }, { 'service.name': 'shop' }] }),
        unit,
        window: range.extend({ sampleCount: z.int(), missingCount: z.int() }),
        forecast: z
          .discriminatedUnion('available', [
            z.object({ available: z.literal(true), ...forecastModel }),
            z.object({ available: z.literal(false), ...reason.shape }),
          ])
          .meta({ description: 'The forecast of the newest window, or why there is none' }),
      }),
    ),
    problems: z.array(seriesProblem).optional().meta({
      description:
        'Where problems were asked for: these, in the order of their names; `series` is empty then',
    }),
    next: z.string().optional().meta({ description: 'Pass as `after` for the next page' }),
  })
  .meta({ id: 'SeriesList' });

/** See {@link objectiveHistory}. */
export type ObjectiveHistoryDocument = z.output<typeof objectiveHistory>;

/** See {@link slaViolations}. */
export type ViolationsDocument = z.output<typeof slaViolations>;
