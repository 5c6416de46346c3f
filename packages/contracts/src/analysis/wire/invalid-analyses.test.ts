import type {
  Aggregates,
  Analysis,
  Decomposition,
  DickeyFuller,
  Forecast,
  HodrickPrescott,
  Window,
} from '@forewarn/analysis';
import { describe, expect, it, test } from 'vitest';
import { decodeSeriesAnalyzed, EventError, type EventFormat, encodeSeriesAnalyzed } from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

const minuteMs = 60_000;
const firstMs = -62_135_596_800_000;
const lastMs = 253_402_300_799_999;

/** What is wrong with an analysis: `field problem`, or that it is accepted. */
function verdict(change: Partial<Analysis>, format: EventFormat = 'protobuf'): string {
  try {
    decodeSeriesAnalyzed(encodeSeriesAnalyzed({ ...exampleAnalysis, ...change }, format));
  } catch (thrown) {
    if (!(thrown instanceof EventError)) throw thrown;
    const { message, details } = thrown;
    const said = message.slice('the event contradicts itself: '.length);
    expect(said.startsWith(`${details.field} `)).toBe(true);
    return said;
  }
  return 'accepted';
}

const window = (change: Partial<Window>) => ({ window: { ...exampleAnalysis.window, ...change } });
const part = <T extends object>(stage: keyof Analysis) => {
  const original = exampleAnalysis[stage] as T;
  return (change: Partial<T>): Partial<Analysis> => ({ [stage]: { ...original, ...change } });
};
const dickeyFuller = part<DickeyFuller>('dickeyFuller');
const filter = part<HodrickPrescott>('hodrickPrescott');
const decomposition = part<Decomposition>('decomposition');
const forecast = part<Forecast>('forecast');
const autocorrelation = (...values: number[]) => ({ autocorrelation: { values: Float64Array.from(values) } });
const bin = { binMs: 1, binCount: 2, max: 3, min: 1, mean: 2, standardDeviation: 1 };
const bins = (...changes: Partial<Aggregates['bins'][number]>[]) => ({
  aggregates: { bins: changes.map((change) => ({ ...bin, ...change })) },
});
const [firstPoint, secondPoint] = (exampleAnalysis.forecast as Forecast).points;
const points = (first: object, second: object = {}) =>
  forecast({
    points: [
      { ...firstPoint!, ...first },
      { ...secondPoint!, ...second },
    ],
  });
const backtest = (change: object) =>
  forecast({ backtest: { ...(exampleAnalysis.forecast as Forecast).backtest!, ...change } });
const series = (metric: string, ...labels: string[]) => ({
  series: { metric, labels: Object.fromEntries(labels.map((name) => [name, ''])) },
});
const moved = (startMs: number, endMs: number) => ({
  ...window({ startMs, endMs }),
  forecast: { reason: 'gap', detail: '' },
});
const none = Number.NaN;
const infinity = Number.POSITIVE_INFINITY;

describe('an analysis is accepted or refused with what is wrong', () => {
  test.each<[string, Partial<Analysis>, string]>([
    ['a metric name of all letters, digits and signs', series('_aZ:09'), 'accepted'],
    ['a metric name of OpenTelemetry', series('http.server.requests'), 'accepted'],
    ['a metric name of any text', series('9 "é\\\n😀'), 'accepted'],
    ['an empty metric name', series(''), 'series.metric is empty'],
    ['a label name of all letters and digits', series('a', '_aZ09', 'Z'), 'accepted'],
    ['label names of any text', series('a', 'service.name', '9b', ' ', 'Ünïcode "b"'), 'accepted'],
    ['a label name of a store’s own', series('a', '__tenant_id__'), 'accepted'],
    ['an empty label name', series('a', ''), 'series.labels "" is not a label name'],
    ['the metric’s name as a label', series('a', '__name__'), 'series.labels "__name__" is not a label name'],
    ['no partition', { partition: '' }, 'series.partition is empty'],

    ['a window from the first time', moved(firstMs, firstMs + 2 * minuteMs), 'accepted'],
    ['a window to the last time', moved(lastMs - 2 * minuteMs, lastMs), 'accepted'],
    [
      'a window from before it',
      moved(firstMs - 1, firstMs),
      'window.start is not a time between the years 1 and 9999',
    ],
    [
      'a window to behind it',
      moved(lastMs, lastMs + 1),
      'window.end is not a time between the years 1 and 9999',
    ],
    ['a step of nothing', window({ stepMs: 0 }), 'window.stepMs is 0, must be a whole number of at least 1'],
    [
      'an end before the start',
      window({ endMs: exampleAnalysis.window.startMs - minuteMs }),
      'window.end is before the start',
    ],
    [
      'an end between the steps',
      window({ stepMs: 7_000 }),
      'window.end is not a whole number of steps behind the start',
    ],
    ['too few samples', window({ sampleCount: 1 }), 'window has 1 samples and 1 missing, but 3 grid points'],
    ['nothing but missing points', window({ sampleCount: 0, missingCount: 3 }), 'accepted'],

    ['a p-value of 0', dickeyFuller({ pValue: 0 }), 'accepted'],
    ['a p-value of 1', dickeyFuller({ pValue: 1, stationary: false }), 'accepted'],
    ['a p-value of 5 %', dickeyFuller({ pValue: 0.05, stationary: false }), 'accepted'],
    [
      'a p-value of 5 % that is called low',
      dickeyFuller({ pValue: 0.05 }),
      'dickeyFuller.stationary is true although the p-value is 0.05',
    ],
    ['a p-value below 0', dickeyFuller({ pValue: -0.1 }), 'dickeyFuller.pValue is -0.1, must be from 0 to 1'],
    [
      'a p-value above 1',
      dickeyFuller({ pValue: 1.1, stationary: false }),
      'dickeyFuller.pValue is 1.1, must be from 0 to 1',
    ],
    ['no statistic', dickeyFuller({ statistic: none }), 'dickeyFuller.statistic is NaN, must be finite'],
    ['no p-value', dickeyFuller({ pValue: none }), 'dickeyFuller.pValue is NaN, must be finite'],
    [
      'a critical value without end',
      dickeyFuller({ criticalValues: { '1%': -infinity, '5%': 0, '10%': 0 } }),
      'dickeyFuller.criticalValues.1% is -Infinity, must be finite',
    ],
    ['no lags', dickeyFuller({ usedLag: 0 }), 'accepted'],
    [
      'no observations',
      dickeyFuller({ observations: 0 }),
      'dickeyFuller.observations is 0, must be a whole number of at least 1',
    ],
    ['one observation', dickeyFuller({ observations: 1 }), 'accepted'],

    ['no smoothing', filter({ lambda: 0 }), 'hodrickPrescott.lambda must be greater than 0'],
    [
      'smoothing without end',
      filter({ lambda: infinity }),
      'hodrickPrescott.lambda is Infinity, must be finite',
    ],
    [
      'a trend of another length',
      filter({ trend: new Float64Array(4) }),
      'hodrickPrescott.trend has 4 values, the window has 3 grid points',
    ],
    [
      'a trend with a hole',
      filter({ trend: Float64Array.of(1, 2, none) }),
      'hodrickPrescott.trend[2] is NaN, must be finite',
    ],
    [
      'a cycle with a hole',
      filter({ cycle: Float64Array.of(none, 1, 1) }),
      'hodrickPrescott.cycle[0] is NaN, must be finite',
    ],

    ['as many lags as points', autocorrelation(1, -1, 1 + 1e-10), 'accepted'],
    ['one lag', autocorrelation(1), 'accepted'],
    ['no lag', autocorrelation(), 'autocorrelation.values has 0 lags over 3 grid points'],
    [
      'more lags than points',
      autocorrelation(1, 0, 0, 0),
      'autocorrelation.values has 4 lags over 3 grid points',
    ],
    ['a lag below -1', autocorrelation(-2), 'autocorrelation.values[0] is -2, must be from -1 to 1'],
    ['a lag that is NaN', autocorrelation(1, none), 'autocorrelation.values[1] is NaN, must be from -1 to 1'],

    ['a season of one', decomposition({ period: 1 }), 'accepted'],
    [
      'a season of none',
      decomposition({ period: 0 }),
      'decomposition.period is 0, must be a whole number of at least 1',
    ],
    [
      'a multiplicative decomposition with holes',
      decomposition({ model: 'multiplicative', seasonal: Float64Array.of(none, none, none) }),
      'accepted',
    ],
    [
      'a decomposition of a third kind',
      decomposition({ model: 'other' as never }),
      'decomposition.model is neither "additive" nor "multiplicative"',
    ],
    ...(['trend', 'seasonal', 'residual'] as const).map((name): [string, Partial<Analysis>, string] => [
      `a ${name} without end`,
      decomposition({ [name]: Float64Array.of(0, -infinity, 0) }),
      `decomposition.${name}[1] is -Infinity, must be finite`,
    ]),
    ...(['trend', 'seasonal', 'residual'] as const).map((name): [string, Partial<Analysis>, string] => [
      `a ${name} that is short`,
      decomposition({ [name]: new Float64Array(1) }),
      `decomposition.${name} has 1 values, the window has 3 grid points`,
    ]),

    ['no bins', bins(), 'aggregates.bins is empty'],
    ['a narrowest bin of a millisecond', bins({ binMs: 1 }, { binMs: 2 }), 'accepted'],
    [
      'a bin of no width',
      bins({ binMs: 0 }),
      'aggregates.bins[0].binMs is 0, must be a whole number of at least 1',
    ],
    [
      'two bins of one width',
      bins({ binMs: 5 }, { binMs: 5 }),
      'aggregates.bins[1].binMs is not greater than the one before: narrowest first',
    ],
    [
      'bins that hold nothing',
      bins({ binCount: 0, standardDeviation: null }),
      'aggregates.bins[0].binCount is 0, must be a whole number of at least 1',
    ],
    ['one bin', bins({ binCount: 1, standardDeviation: null }), 'accepted'],
    [
      'a deviation of one bin',
      bins({ binCount: 1 }),
      'aggregates.bins[0].standardDeviation is given although there is one bin',
    ],
    [
      'no deviation of two',
      bins({ standardDeviation: null }),
      'aggregates.bins[0].standardDeviation is missing although there are 2 bins',
    ],
    ['a deviation of 0', bins({ standardDeviation: 0 }), 'accepted'],
    [
      'a deviation below 0',
      bins({ standardDeviation: -1 }),
      'aggregates.bins[0].standardDeviation is -1, must be finite and at least 0',
    ],
    [
      'a deviation without end',
      bins({ standardDeviation: infinity }),
      'aggregates.bins[0].standardDeviation is Infinity, must be finite and at least 0',
    ],
    ['a mean that is the least', bins({ mean: 1 }), 'accepted'],
    ['a mean that is the most', bins({ mean: 3 }), 'accepted'],
    ['all values one', bins({ min: 2, max: 2 }), 'accepted'],
    ['a mean that is out by rounding below', bins({ mean: 1 - 1e-9 }), 'accepted'],
    ['a mean that is out by rounding above', bins({ mean: 3 + 1e-9 }), 'accepted'],
    ['a mean of large values out by rounding', bins({ min: -1e12, max: 1, mean: -1e12 - 1 }), 'accepted'],
    ['a mean below all', bins({ mean: 0.9 }), 'aggregates.bins[0] has min 1, mean 0.9, max 3 out of order'],
    ['a mean above all', bins({ mean: 3.1 }), 'aggregates.bins[0] has min 1, mean 3.1, max 3 out of order'],
    [
      'a least above the most by less than rounding',
      bins({ min: 1 + 1e-10, mean: 1, max: 1 }),
      'aggregates.bins[0] has min 1.0000000001, mean 1, max 1 out of order',
    ],
    ['a most without end', bins({ max: infinity }), 'aggregates.bins[0].max is Infinity, must be finite'],
    ['a least that is NaN', bins({ min: none }), 'aggregates.bins[0].min is NaN, must be finite'],
    ['a mean that is NaN', bins({ mean: none }), 'aggregates.bins[0].mean is NaN, must be finite'],

    ['a forecast without a model', forecast({ model: '' }), 'forecast.model is empty'],
    ['a level of 0', forecast({ level: 0 }), 'forecast.level is 0, must be between 0 and 1'],
    ['a level of 1', forecast({ level: 1 }), 'forecast.level is 1, must be between 0 and 1'],
    ['a step of none', forecast({ stepMs: 0 }), 'forecast.stepMs is 0, must be a whole number of at least 1'],
    ['no points', forecast({ points: [] }), 'forecast.points is empty'],
    ['a mean of means that is NaN', forecast({ mean: none }), 'forecast.mean is NaN, must be finite'],
    ['a highest without end', forecast({ max: infinity }), 'forecast.max is Infinity, must be finite'],
    [
      'a point at the end of the window',
      points({ timestampMs: exampleAnalysis.window.endMs }),
      'forecast.points[0].timestamp is not behind the end of the window',
    ],
    [
      'a point behind the last time',
      points({}, { timestampMs: lastMs + 1 }),
      'forecast.points[1].timestamp is not a time between the years 1 and 9999',
    ],
    [
      'points further apart than the step',
      points({}, { timestampMs: secondPoint!.timestampMs + 1 }),
      'forecast.points[1].timestamp is not 60000 ms behind the one before',
    ],
    [
      'an upper bound without end',
      points({ upper: infinity }),
      'forecast.points[0].upper is Infinity, must be finite',
    ],
    [
      'a lower bound that is NaN',
      points({}, { lower: none }),
      'forecast.points[1].lower is NaN, must be finite',
    ],
    ['bounds that are one', points({ lower: 4, upper: 4 }), 'accepted'],
    [
      'bounds upside down',
      points({ lower: 5, upper: 4 }),
      'forecast.points[0] has its lower bound above its upper bound',
    ],
    ['another highest', forecast({ max: 7 }), "forecast.max is 7, the points' highest mean is 6"],
    ['another lowest', forecast({ min: 3 }), "forecast.min is 3, the points' lowest mean is 4"],
    ['a mean beyond the points', forecast({ mean: 9 }), 'forecast has min 4, mean 9, max 6 out of order'],

    ['no backtest', forecast({ backtest: null }), 'accepted'],
    ['a backtest of one origin that held nothing', backtest({ originCount: 1, coverage: 0 }), 'accepted'],
    ['a backtest without error that held all', backtest({ coverage: 1, lastValueError: 0 }), 'accepted'],
    [
      'a backtest of none',
      backtest({ originCount: 0 }),
      'forecast.backtest.originCount is 0, must be a whole number of at least 1',
    ],
    [
      'a coverage above 1',
      backtest({ coverage: 1.1 }),
      'forecast.backtest.coverage is 1.1, must be from 0 to 1',
    ],
    [
      'a coverage below 0',
      backtest({ coverage: -0.1 }),
      'forecast.backtest.coverage is -0.1, must be from 0 to 1',
    ],
    [
      'an error below 0',
      backtest({ intervalScore: -1 }),
      'forecast.backtest.intervalScore is -1, must be at least 0',
    ],
    [
      'an error without end',
      backtest({ meanAbsoluteScaledError: infinity }),
      'forecast.backtest.meanAbsoluteScaledError is Infinity, must be finite',
    ],

    ['a reason of words and digits', { aggregates: { reason: 'a1-b2-c', detail: '' } }, 'accepted'],
    ...Object.keys({
      dickeyFuller,
      hodrickPrescott: 0,
      autocorrelation,
      decomposition,
      aggregates: 0,
      forecast,
    }).map((stage): [string, Partial<Analysis>, string] => [
      `a reason of ${stage} that is no name`,
      { [stage]: { reason: 'It failed', detail: '' } },
      `${stage}.reason is not a name such as "constant-series"`,
    ]),
    ...['-a', 'a-', 'a--b', '1a', 'A', 'xA', 'aX', ''].map((reason): [string, Partial<Analysis>, string] => [
      `the reason "${reason}"`,
      { forecast: { reason, detail: '' } },
      'forecast.reason is not a name such as "constant-series"',
    ]),
    [
      'a time taken that is negative',
      { executionTimes: { ...exampleAnalysis.executionTimes, forecast: -1 } },
      'executionTimes.forecast is -1, must be at least 0',
    ],
    [
      'a time taken without end',
      { executionTimes: { ...exampleAnalysis.executionTimes, total: infinity } },
      'executionTimes.total is Infinity, must be at least 0',
    ],
    ['no time taken', { executionTimes: { ...exampleAnalysis.executionTimes, total: 0 } }, 'accepted'],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  // A protobuf count cannot be negative.
  it.each(['sampleCount', 'missingCount'] as const)('a %s below 0 in JSON', (name) => {
    const counts = { sampleCount: 4, missingCount: 4, [name]: -1 };
    expect(verdict(window(counts), 'json')).toBe(
      `window.${name} is -1, must be a whole number of at least 0`,
    );
  });

  it('a lag below 0 in JSON', () => {
    expect(verdict(dickeyFuller({ usedLag: -1 }), 'json')).toBe(
      'dickeyFuller.usedLag is -1, must be a whole number of at least 0',
    );
  });

  it('the example is accepted', () => {
    expect(verdict({})).toBe('accepted');
  });
});
