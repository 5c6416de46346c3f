import type { z } from 'zod';
import { about } from './about-schema.js';
import { overallStatus, slaPredictions, slaStatus } from './evaluation-schemas.js';
import {
  objectiveHistory,
  seriesList,
  slaExecutionTimes,
  slaSeries,
  slaViolations,
} from './history-schemas.js';
import { slaList } from './sla-schema.js';

const timestamp = '2026-11-21T12:00:00.000Z';
const range = { start: '2026-11-21T00:00:00.000Z', end: timestamp };

const objective = {
  name: 'free',
  indicator: 'disk_bytes',
  min: 1,
  max: 9,
  target: 0.99,
  window: '12h',
};
const seriesName = { series: 'disk_bytes{device="a"}', partition: 'default' };
const reason = { reason: 'idle', detail: 'nothing was written' };

const forecastModel = {
  model: 'holt(additive)',
  modelChoice: 'it did best',
  backtest: {
    originCount: 20,
    meanAbsoluteScaledError: 0.5,
    lastValueError: 1,
    coverage: 0.95,
    intervalScore: 2,
  },
};

const forecastPoint = { timestamp, mean: 2, lower: 1, upper: 3 };

const prediction = {
  available: true,
  ...forecastModel,
  forecastFrom: timestamp,
  level: 0.95,
  max: 3,
  min: 1,
  mean: 2,
  interval: { lower: 0, upper: 4 },
  probability: 1,
  firstViolation: { timestamp, mean: 2, bound: 'min', probability: 0, secondsUntil: 60 },
  coveredSeconds: 3_600,
  endsEarly: false,
};
const noPrediction = { available: false, ...reason };

const seriesStatus = {
  ...seriesName,
  state: 'violated',
  reason,
  current: { timestamp, value: 10, bound: 'max' },
  compliance: 0.5,
  coverage: 1,
  minutes: 720,
  minutesWithData: 720,
  minutesViolated: 360,
  timeInViolationSeconds: 21_600,
  targetMet: false,
  errorBudget: { allowedSeconds: 432, remainingSeconds: -21_168, remaining: -49 },
  prediction,
};

const sla = { name: 'disk', description: 'Room for logs' };
const states = { state: 'ok', reason, targetMet: true };

const status = {
  ...sla,
  evaluatedAt: timestamp,
  ...states,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      ...states,
      series: [seriesStatus, { ...seriesStatus, prediction: noPrediction }],
    },
  ],
};

const predictions = {
  name: 'disk',
  evaluatedAt: timestamp,
  horizonSeconds: 3_600,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      series: [
        { ...seriesName, prediction, points: [{ ...forecastPoint, probability: 0.5 }] },
        { ...seriesName, prediction: noPrediction, points: [] },
      ],
    },
  ],
};

const totals = { count: 2, timeInViolationSeconds: 120 };
const violation = { timestamp, value: 10, bound: 'max' };

const violations = {
  name: 'disk',
  range,
  ...totals,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      ...totals,
      series: [
        {
          ...seriesName,
          ...totals,
          minutesWithData: 720,
          coverage: 1,
          samples: [violation],
          samplesOmitted: 0,
          episodes: [{ ...range, durationSeconds: 120, worst: violation }],
        },
      ],
    },
  ],
};

const series = {
  name: 'disk',
  range,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      series: [
        {
          ...seriesName,
          samples: [{ timestamp, value: 2 }],
          forecast: { forecastFrom: timestamp, ...forecastModel, level: 0.95, points: [forecastPoint] },
        },
      ],
    },
  ],
};

const executionTimes = {
  name: 'disk',
  range,
  analyses: 2,
  truncated: false,
  stages: ['dickeyFuller', 'total'].map((stage) => ({
    stage,
    count: 2,
    meanMs: 1.5,
    medianMs: 1.5,
    p95Ms: 2,
    maxMs: 2,
  })),
};

const history = {
  name: 'disk',
  objective: 'free',
  range,
  verdicts: [
    {
      minuteEnd: timestamp,
      evaluatedAt: '2026-11-21T12:00:15.123Z',
      state: 'insufficient-data',
      reason: 'idle',
      targetMet: false,
      compliance: 0.5,
      errorBudgetRemaining: -49,
      violationProbability: 0.5,
      firstViolation: timestamp,
      seriesCount: 2,
      violatedSeries: 1,
    },
  ],
  next: timestamp,
};

const analysedSeries = {
  ...seriesName,
  metric: 'disk_bytes',
  labels: { device: 'a' },
  unit: 'bytes',
  window: { ...range, sampleCount: 720, missingCount: 1 },
  forecast: { available: true, ...forecastModel },
};

/** Each document that the server gives, by what it is, with one that has all that there can be. */
export const documents: readonly (readonly [string, z.ZodType, unknown])[] = [
  [
    'about',
    about,
    {
      version: '1.2.3',
      mode: 'embedded',
      source: 'a recording',
      profile: 'default',
      notice: 'a replay',
      services: [{ name: 'storage', version: '1.2.3', where: 'here' }],
    },
  ],
  ['SLAs', slaList, { slas: [{ ...sla, objectives: [objective] }] }],
  ['status', slaStatus, status],
  ['overall status', overallStatus, { evaluatedAt: timestamp, state: 'at-risk', reason, slas: [status] }],
  ['predictions', slaPredictions, predictions],
  ['violations', slaViolations, violations],
  ['execution times', slaExecutionTimes, executionTimes],
  ['samples', slaSeries, series],
  ['history', objectiveHistory, history],
  [
    'analysed series',
    seriesList,
    { series: [analysedSeries, { ...analysedSeries, forecast: { available: false, ...reason } }], next: 'x' },
  ],
];
