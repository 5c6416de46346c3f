import type {
  Aggregates,
  Decomposition,
  HodrickPrescott,
  StageOutcome,
  StoredResult,
} from '@forewarn/analysis';
import { describe, expect, it, test } from 'vitest';
import {
  aggregatesFromWire,
  analysisFromWire,
  analysisToWire,
  autocorrelationFromWire,
  decompositionChunks,
  decompositionFromWire,
  dickeyFullerFromWire,
  EventError,
  forecastFromWire,
  hodrickPrescottChunks,
  hodrickPrescottFromWire,
  mostPointsPerChunk,
  seriesFromWire,
  storedAggregatesToWire,
  storedAutocorrelationToWire,
  storedDickeyFullerToWire,
  storedForecastToWire,
  storedSeriesToJson,
  storedSeriesToWire,
  timestampFromWire,
  windowFromWire,
} from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

const { series, partition, window } = exampleAnalysis;
const stored = <T>(result: T): StoredResult<T> => ({ series, partition, window, result });
const gap = { reason: 'gap', detail: '17 minutes are missing' };

const wireSeries = {
  series: { metric: 'node_load1', labels: { job: 'host', instance: 'a:9100' }, partition: 'default' },
  window: {
    start: { seconds: 1_735_732_680, nanos: 0 },
    end: { seconds: 1_735_732_800, nanos: 0 },
    stepMs: 60_000,
    sampleCount: 2,
    missingCount: 1,
  },
};

describe('a stored result on the wire', () => {
  it('is its series with its window', () => {
    expect(storedSeriesToWire(stored(null))).toEqual(wireSeries);
  });

  it.each([
    ['test', storedDickeyFullerToWire(stored(exampleAnalysis.dickeyFuller)), 'dickeyFuller'],
    [
      'autocorrelation',
      storedAutocorrelationToWire(stored(exampleAnalysis.autocorrelation)),
      'autocorrelation',
    ],
    ['aggregates', storedAggregatesToWire(stored(exampleAnalysis.aggregates)), 'aggregates'],
    ['forecast', storedForecastToWire(stored(exampleAnalysis.forecast)), 'forecast'],
  ] as const)('is, of a %s, the same as in the event', (_, wire, stage) => {
    expect(wire).toEqual({ ...wireSeries, [stage]: analysisToWire(exampleAnalysis)[stage] });
  });

  it.each([
    ['test', storedDickeyFullerToWire(stored(gap)), 'dickeyFuller'],
    ['autocorrelation', storedAutocorrelationToWire(stored(gap)), 'autocorrelation'],
    ['aggregates', storedAggregatesToWire(stored(gap)), 'aggregates'],
    ['forecast', storedForecastToWire(stored(gap)), 'forecast'],
  ] as const)('is, where there is no %s, the reason', (_, wire, stage) => {
    expect(wire).toEqual({ ...wireSeries, [stage]: gap });
  });

  it('leaves the deviation of one bin out', () => {
    const wire = storedAggregatesToWire(stored(exampleAnalysis.aggregates)).aggregates;
    expect(wire?.bins?.map((bin) => 'standardDeviation' in bin)).toEqual([false, true]);
  });
});

describe('the chunks of columns', () => {
  const decomposition = exampleAnalysis.decomposition as Decomposition;
  const filter = exampleAnalysis.hodrickPrescott as HodrickPrescott;
  const minutes = [0, 1, 2].map((at) => window.startMs + at * 60_000);
  const chunksOf = (points: number) => {
    const columns = {
      cycle: new Float64Array(points),
      trend: Float64Array.from({ length: points }, (_, i) => i),
    };
    return [...hodrickPrescottChunks(stored<StageOutcome<HodrickPrescott>>({ lambda: 6, ...columns }))];
  };

  it('carry every column of a decomposition', () => {
    expect([...decompositionChunks(stored<StageOutcome<Decomposition>>(decomposition))]).toEqual([
      {
        ...wireSeries,
        model: 'additive',
        period: 2,
        timesMs: minutes,
        trend: [Number.NaN, 2, Number.NaN],
        seasonal: [1, -1, 1],
        residual: [Number.NaN, 0, Number.NaN],
      },
    ]);
  });

  it('carry both columns of a filter', () => {
    expect([...hodrickPrescottChunks(stored<StageOutcome<HodrickPrescott>>(filter))]).toEqual([
      { ...wireSeries, lambda: 1600, timesMs: minutes, cycle: [0.5, -1, 0.5], trend: [1, 2, 3] },
    ]);
  });

  it('are one with the series and the reason where there is no result', () => {
    const outcome: StageOutcome<never> = gap;
    expect([...hodrickPrescottChunks(stored(outcome))]).toEqual([{ ...wireSeries, ...gap }]);
    expect([...decompositionChunks(stored(outcome))]).toEqual([{ ...wireSeries, ...gap }]);
  });

  it('hold every point of a filter once, at most a thousand each, and none is empty', () => {
    expect(mostPointsPerChunk).toBe(1_000);
    expect(chunksOf(2_000).map(({ trend }) => trend?.length)).toEqual([1_000, 1_000]);
    const chunks = chunksOf(2_001);
    expect(chunks.map(({ cycle }) => cycle?.length)).toEqual([1_000, 1_000, 1]);
    expect(chunks.flatMap(({ trend }) => trend)).toEqual(Array.from({ length: 2_001 }, (_, i) => i));
    expect(chunks[2]?.timesMs).toEqual([window.startMs + 2_000 * 60_000]);
    expect(chunksOf(0)).toEqual([]);
  });
});

describe('what is read from the wire', () => {
  const wire = analysisToWire(exampleAnalysis) as Parameters<typeof analysisFromWire>[0];

  it.each([
    [
      'the times taken',
      () => analysisFromWire({ ...wire, executionTimes: null }),
      'executionTimes is missing',
    ],
    ['the series', () => seriesFromWire(null), 'series is missing'],
    ['the window', () => windowFromWire(null), 'window is missing its start or end'],
    [
      'the start',
      () => windowFromWire({ ...wire.window!, start: null }),
      'window is missing its start or end',
    ],
    ['the end', () => windowFromWire({ ...wire.window!, end: null }), 'window is missing its start or end'],
    ['the test', () => dickeyFullerFromWire(null), 'dickeyFuller is missing'],
    [
      'its critical values',
      () => dickeyFullerFromWire({ ...wire.dickeyFuller!, criticalValues: null }),
      'dickeyFuller.criticalValues is missing',
    ],
    ['the filter', () => hodrickPrescottFromWire(null), 'hodrickPrescott is missing'],
    ['the autocorrelation', () => autocorrelationFromWire(null), 'autocorrelation is missing'],
    ['the decomposition', () => decompositionFromWire(null), 'decomposition is missing'],
    ['the aggregates', () => aggregatesFromWire(null), 'aggregates is missing'],
    ['the forecast', () => forecastFromWire(null), 'forecast is missing'],
    [
      'the time of a point',
      () => {
        const [first, second] = wire.forecast!.points;
        return forecastFromWire({ ...wire.forecast!, points: [first!, { ...second!, timestamp: null }] });
      },
      'forecast.points[1].timestamp is missing',
    ],
  ])('names %s where it is missing', (_, read, problem) => {
    const field = problem.split(' ')[0];
    expect(read).toThrow(EventError);
    expect(read).toThrow(
      expect.objectContaining({
        code: 'invalid-event',
        message: `the event contradicts itself: ${problem}`,
        details: { field },
      }),
    );
  });

  it('is a reason without detail where none came with it', () => {
    expect(aggregatesFromWire({ bins: [], reason: 'gap' })).toEqual({ reason: 'gap', detail: '' });
    expect(aggregatesFromWire({ bins: [], reason: '', detail: 'x' })).toEqual({ reason: '', detail: 'x' });
  });

  it('has no deviation and no backtest where none came', () => {
    const { bins } = aggregatesFromWire(wire.aggregates) as Aggregates;
    expect(bins.map(({ standardDeviation }) => standardDeviation)).toEqual([null, 1.4]);
    expect(forecastFromWire({ ...wire.forecast!, backtest: null })).toMatchObject({ backtest: null });
  });
});

describe('the time of a timestamp', () => {
  test.each([
    ['of the first millisecond', -62_135_596_800, 0, -62_135_596_800_000],
    ['of the last millisecond', 253_402_300_799, 999_999_999, 253_402_300_799_999],
    ['with its finer parts cut off', 1, 1_999_999, 1_001],
    ['before 1970', -2, 500_000_000, -1_500],
  ])('is that %s', (_, seconds, nanos, ms) => {
    expect(timestampFromWire({ seconds, nanos })).toBe(ms);
  });

  test.each([
    ['before the year 1', -62_135_596_801, 999_999_999],
    ['after the year 9999', 253_402_300_800, 0],
    ['with nanoseconds below 0', 5, -1],
    ['with a second of nanoseconds', 5, 1_000_000_000],
    ['that is no number', Number.NaN, 0],
    ['that is no whole millisecond', 0.00005, 0],
  ])('is none %s', (_, seconds, nanos) => {
    expect(timestampFromWire({ seconds, nanos })).toBeNaN();
  });

  it('of a stored series reads in JSON as RFC 3339', () => {
    expect(storedSeriesToJson(stored(null))).toEqual({
      series: { metric: 'node_load1', labels: { job: 'host', instance: 'a:9100' }, partition: 'default' },
      window: {
        start: '2025-01-01T11:58:00.000Z',
        end: '2025-01-01T12:00:00.000Z',
        stepMs: 60_000,
        sampleCount: 2,
        missingCount: 1,
      },
    });
  });
});
