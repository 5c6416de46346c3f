import { type Analysis, type StageOutcome, stages, type Unavailable } from '@forewarn/analysis';
import fc from 'fast-check';

const minuteMs = 60_000;
const noon = Date.UTC(2025, 0, 1, 12);

// JSON has no negative zero.
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const valueOrNaN = fc.oneof(
  { weight: 9, arbitrary: value },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const column = (length: number, values = value) =>
  fc.array(values, { minLength: length, maxLength: length }).map((numbers) => Float64Array.from(numbers));

const unavailable: fc.Arbitrary<Unavailable> = fc.record({
  reason: fc.constantFrom('constant-series', 'gap', 'too-few-samples'),
  detail: fc.string({ unit: 'grapheme' }),
});

const orReason = <T extends object>(result: fc.Arbitrary<T>): fc.Arbitrary<StageOutcome<T>> =>
  fc.oneof({ weight: 4, arbitrary: result }, { weight: 1, arbitrary: unavailable });

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z_]{0,8}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  fc.constantFrom('http.server.requests', 'service.name', 'a"b\\c\nd', 'constructor', '__tenant__'),
);

const dickeyFuller = fc
  .record({
    statistic: value,
    pValue: fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0),
    usedLag: fc.nat(10),
    observations: fc.integer({ min: 1, max: 10_000 }),
    criticalValues: fc.record({ '1%': value, '5%': value, '10%': value }),
  })
  .map((test) => ({ ...test, stationary: test.pValue < 0.05 }));

const aggregate = fc
  .record({
    values: fc.array(value, { minLength: 1, maxLength: 5 }),
    deviation: fc.double({ min: 0, max: 1e9, noNaN: true }),
  })
  .map(({ values, deviation }) => ({
    binCount: values.length,
    max: Math.max(...values),
    min: Math.min(...values),
    mean: values[0]!,
    standardDeviation: values.length < 2 ? null : deviation + 0,
  }))
  .filter(({ min, mean, max }) => min <= mean && mean <= max);

const aggregates = fc
  .array(aggregate, { minLength: 1, maxLength: 3 })
  .map((bins) => ({ bins: bins.map((bin, index) => ({ binMs: (index + 1) * 60 * minuteMs, ...bin })) }));

const error = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);

const backtest = fc.record({
  originCount: fc.integer({ min: 1, max: 1_000 }),
  meanAbsoluteScaledError: error,
  lastValueError: error,
  coverage: fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0),
  intervalScore: error,
});

const forecast = fc
  .record({
    model: fc.constantFrom('holt', 'naive'),
    modelChoice: fc.string(),
    backtest: fc.option(backtest),
    level: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    means: fc.array(value, { minLength: 1, maxLength: 5 }),
  })
  .map(({ means, ...rest }) => ({
    ...rest,
    stepMs: minuteMs,
    points: means.map((mean, index) => ({
      timestampMs: noon + (index + 1) * minuteMs,
      mean,
      lower: mean,
      upper: mean,
    })),
    max: Math.max(...means),
    min: Math.min(...means),
    mean: means[0]!,
  }));

const executionTimes = fc.record(
  Object.fromEntries(
    [...stages, 'total'].map((stage) => [stage, fc.double({ min: 0, max: 1e6, noNaN: true })]),
  ),
) as unknown as fc.Arbitrary<Analysis['executionTimes']>;

/** Analyses that agree with themselves, of up to 20 grid points. */
export const analyses: fc.Arbitrary<Analysis> = fc.integer({ min: 1, max: 20 }).chain((gridPoints) =>
  fc.record({
    series: fc.record({ metric: name, labels: fc.dictionary(name, fc.string({ unit: 'grapheme' })) }),
    partition: fc.string({ minLength: 1 }),
    window: fc.nat(gridPoints).map((missingCount) => ({
      startMs: noon - (gridPoints - 1) * minuteMs,
      endMs: noon,
      stepMs: minuteMs,
      sampleCount: gridPoints - missingCount,
      missingCount,
    })),
    dickeyFuller: orReason(dickeyFuller),
    hodrickPrescott: orReason(
      fc.record({ lambda: fc.constant(1600), cycle: column(gridPoints), trend: column(gridPoints) }),
    ),
    autocorrelation: orReason(
      fc.record({
        values: column(
          gridPoints,
          fc.double({ min: -1, max: 1, noNaN: true }).map((v) => v + 0),
        ),
      }),
    ),
    decomposition: orReason(
      fc.record({
        model: fc.constantFrom('additive' as const, 'multiplicative' as const),
        period: fc.integer({ min: 2, max: 100 }),
        trend: column(gridPoints, valueOrNaN),
        seasonal: column(gridPoints),
        residual: column(gridPoints, valueOrNaN),
      }),
    ),
    aggregates: orReason(aggregates),
    forecast: orReason(forecast),
    executionTimes,
  }),
);

/** One analysis of three grid points, with a result of every stage. */
export const exampleAnalysis: Analysis = {
  series: { metric: 'node_load1', labels: { job: 'host', instance: 'a:9100' } },
  partition: 'default',
  window: { startMs: noon - 2 * minuteMs, endMs: noon, stepMs: minuteMs, sampleCount: 2, missingCount: 1 },
  dickeyFuller: {
    statistic: -3.5,
    pValue: 0.01,
    usedLag: 1,
    observations: 2,
    criticalValues: { '1%': -3.4, '5%': -2.9, '10%': -2.6 },
    stationary: true,
  },
  hodrickPrescott: {
    lambda: 1600,
    cycle: Float64Array.of(0.5, -1, 0.5),
    trend: Float64Array.of(1, 2, 3),
  },
  autocorrelation: { values: Float64Array.of(1, 0.5) },
  decomposition: {
    model: 'additive',
    period: 2,
    trend: Float64Array.of(Number.NaN, 2, Number.NaN),
    seasonal: Float64Array.of(1, -1, 1),
    residual: Float64Array.of(Number.NaN, 0, Number.NaN),
  },
  aggregates: {
    bins: [
      { binMs: 60 * minuteMs, binCount: 1, max: 2, min: 2, mean: 2, standardDeviation: null },
      { binMs: 180 * minuteMs, binCount: 2, max: 3, min: 1, mean: 2, standardDeviation: 1.4 },
    ],
  },
  forecast: {
    model: 'holt(additive)',
    modelChoice: 'selected',
    backtest: {
      originCount: 12,
      meanAbsoluteScaledError: 0.75,
      lastValueError: 1.5,
      coverage: 0.925,
      intervalScore: 4.5,
    },
    level: 0.95,
    stepMs: minuteMs,
    points: [
      { timestampMs: noon + minuteMs, mean: 4, lower: 3, upper: 5 },
      { timestampMs: noon + 2 * minuteMs, mean: 6, lower: 4, upper: 8 },
    ],
    max: 6,
    min: 4,
    mean: 5,
  },
  executionTimes: {
    dickeyFuller: 1,
    hodrickPrescott: 2,
    autocorrelation: 3,
    decomposition: 4,
    aggregates: 5,
    forecast: 6,
    total: 22.5,
  },
};
