import type {
  PredictionDocument,
  PredictionsDocument,
  SlaDocument,
  StatusDocument,
  ViolationsDocument,
} from '@forewarn/contracts/rest';

const gibibyte = 2 ** 30;

const objective = {
  name: 'free memory',
  indicator: 'node_memory_MemAvailable_bytes{instance="db1:9100"}',
  min: gibibyte,
  target: 0.99,
  window: '12h',
};
const series = { series: objective.indicator, partition: 'default' };
const name = 'checkout-host';
const absent = { ...objective, name: 'absent', indicator: 'node_nothing_total', min: 1, max: 5 };

const prediction: PredictionDocument = {
  available: true,
  model: 'holt-winters',
  modelChoice: 'configured',
  backtest: null,
  forecastFrom: '2026-03-01T12:00:00.000Z',
  level: 0.95,
  max: gibibyte,
  min: 0.5 * gibibyte,
  mean: 0.75 * gibibyte,
  interval: { lower: 0.25 * gibibyte, upper: 1.5 * gibibyte },
  probability: 0.63,
  firstViolation: {
    timestamp: '2026-03-01T12:07:00.000Z',
    mean: 0.9 * gibibyte,
    bound: 'min',
    probability: 0.63,
    secondsUntil: 420,
  },
  coveredSeconds: 600,
  endsEarly: false,
};

const sla: SlaDocument = { name, description: 'The host of the checkout', objectives: [objective, absent] };

const status: StatusDocument = {
  name,
  description: sla.description,
  evaluatedAt: '2026-03-01T12:00:00.000Z',
  state: 'at-risk',
  reason: null,
  targetMet: true,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      state: 'at-risk',
      reason: null,
      targetMet: true,
      series: [
        {
          ...series,
          state: 'at-risk',
          reason: null,
          current: { timestamp: '2026-03-01T11:59:00.000Z', value: 1.25 * gibibyte, bound: null },
          compliance: 0.995,
          coverage: 1,
          minutes: 720,
          minutesWithData: 720,
          minutesViolated: 4,
          errorBudget: { allowedSeconds: 432, remainingSeconds: 192, remaining: 192 / 432 },
          timeInViolationSeconds: 240,
          targetMet: true,
          prediction,
        },
      ],
    },
    {
      ...absent,
      unit: 'per second',
      state: 'insufficient-data',
      reason: { reason: 'no-such-series', detail: 'no series matches node_nothing_total' },
      targetMet: null,
      series: [],
    },
  ],
};

const worst: ViolationsDocument['objectives'][number]['series'][number]['samples'][number] = {
  timestamp: '2026-03-01T03:01:00.000Z',
  value: 0.5 * gibibyte,
  bound: 'min',
};

const violations: ViolationsDocument = {
  name,
  range: { start: '2026-03-01T00:00:00.000Z', end: '2026-03-01T12:00:00.000Z' },
  count: 2,
  timeInViolationSeconds: 120,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      count: 2,
      timeInViolationSeconds: 120,
      series: [
        {
          ...series,
          count: 2,
          timeInViolationSeconds: 120,
          minutesWithData: 720,
          coverage: 1,
          samples: [{ timestamp: '2026-03-01T03:00:00.000Z', value: 0.9 * gibibyte, bound: 'min' }, worst],
          samplesOmitted: 0,
          episodes: [
            {
              start: '2026-03-01T03:00:00.000Z',
              end: '2026-03-01T03:02:00.000Z',
              durationSeconds: 120,
              worst,
            },
          ],
        },
      ],
    },
  ],
};

const predictions: PredictionsDocument = {
  name,
  evaluatedAt: '2026-03-01T12:00:00.000Z',
  horizonSeconds: 600,
  objectives: [
    {
      ...objective,
      unit: 'bytes',
      series: [
        {
          ...series,
          prediction,
          points: [
            {
              timestamp: '2026-03-01T12:01:00.000Z',
              mean: gibibyte,
              lower: 0.5 * gibibyte,
              upper: 1.5 * gibibyte,
              probability: 0.5,
            },
          ],
        },
        {
          series: 'node_memory_MemAvailable_bytes{instance="db2:9100"}',
          partition: 'default',
          prediction: { available: false, reason: 'no-forecast', detail: 'the series was never analysed' },
          points: [],
        },
      ],
    },
  ],
};

/** The answers of an SLA manager with one SLA, by path. */
export const cannedSlas = {
  '/api/v1/slas': { slas: [sla] },
  [`/api/v1/slas/${name}`]: sla,
  [`/api/v1/slas/${name}/status`]: status,
  [`/api/v1/slas/${name}/violations`]: violations,
  [`/api/v1/slas/${name}/predictions`]: predictions,
};
