import type { Analysis, Forecast, ForecastBacktest } from '@forewarn/analysis';
import { type EncodedEvent, ForewarnError } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { EventFormat } from '../../encoding/event-headers.js';
import { analyses, exampleAnalysis } from '../analysis.fixture.js';
import { decodeSeriesAnalyzed, encodeSeriesAnalyzed } from './series-analyzed.js';

const formats: readonly EventFormat[] = ['protobuf', 'json'];

function rejection(event: EncodedEvent): ForewarnError {
  try {
    decodeSeriesAnalyzed(event);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ForewarnError);
    return thrown as ForewarnError;
  }
  throw new Error('the event was accepted');
}

/** Decodes arbitrary content and lets pass only what a decoder may do: an analysis, or one of its two codes. */
function decodeOrReject(event: EncodedEvent): void {
  try {
    decodeSeriesAnalyzed(event);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ForewarnError);
    expect(['undecodable-event', 'invalid-event']).toContain((thrown as ForewarnError).code);
  }
}

describe.each(formats)('a SeriesAnalyzed event as %s', (format) => {
  it('is refused in a sentence that does not grow with what is wrong', () => {
    const long = 'x'.repeat(100_000);
    const key = rejection({ ...encodeSeriesAnalyzed(exampleAnalysis, format), key: long });
    expect(key).toMatchObject({ code: 'invalid-event', message: expect.stringMatching(/: key is x+…$/) });
    const labels = { ...exampleAnalysis.series.labels, [long]: '\ud800' };
    const event = encodeSeriesAnalyzed(
      { ...exampleAnalysis, series: { ...exampleAnalysis.series, labels } },
      format,
    );
    const series = rejection({ ...event, key: 'another' });
    for (const { message } of [key, series]) expect(message.length).toBeLessThan(1_500);
  });

  it('decodes to the analysis that was encoded', () => {
    fc.assert(
      fc.property(analyses, (analysis) => {
        expect(decodeSeriesAnalyzed(encodeSeriesAnalyzed(analysis, format))).toEqual(analysis);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('keeps a label that is called __proto__', () => {
    const labels = Object.fromEntries([
      ['__proto__', 'x'],
      ['a', 'y'],
    ]);
    const analysis = { ...exampleAnalysis, series: { metric: 'm', labels } };
    const { series } = decodeSeriesAnalyzed(encodeSeriesAnalyzed(analysis, format));
    expect(Object.entries(series.labels).sort()).toEqual(Object.entries(labels).sort());
  });

  it('is keyed by the canonical series', () => {
    expect(encodeSeriesAnalyzed(exampleAnalysis, format).key).toBe(
      'node_load1{instance="a:9100",job="host"}',
    );
  });

  it('is accepted or rejected with one of two codes, whatever the bytes', () => {
    const { headers } = encodeSeriesAnalyzed(exampleAnalysis, format);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => decodeOrReject({ value, headers })),
      { seed: 2, numRuns: 1_000 },
    );
  });

  it('is accepted or rejected with one of two codes when a true event is damaged', () => {
    const { value, headers } = encodeSeriesAnalyzed(exampleAnalysis, format);
    const damage = fc.record({ at: fc.nat(value.length - 1), byte: fc.nat(255), keep: fc.nat(value.length) });
    fc.assert(
      fc.property(damage, ({ at, byte, keep }) => {
        const damaged = Uint8Array.from(value);
        damaged[at] = byte;
        decodeOrReject({ value: damaged, headers });
        decodeOrReject({ value: value.subarray(0, keep), headers });
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

it('rejects JSON of any shape with one of two codes', () => {
  const { headers } = encodeSeriesAnalyzed(exampleAnalysis, 'json');
  fc.assert(
    fc.property(fc.json(), (text) => decodeOrReject({ value: new TextEncoder().encode(text), headers })),
    { seed: 4, numRuns: 500 },
  );
});

describe('headers that cannot be read', () => {
  const { value, headers } = encodeSeriesAnalyzed(exampleAnalysis);
  test.each([
    ['an unknown content type', { 'content-type': 'application/avro' }, 'application/avro'],
    ['another schema', { schema: 'forewarn.events.v1.AnalysisRequested' }, 'AnalysisRequested'],
    ['a newer version', { 'schema-version': '2' }, 'update'],
    ['a version that is no number', { 'schema-version': 'one' }, 'one'],
  ])('%s is undecodable, and the message shows it', (_, changed, shown) => {
    const error = rejection({ value, headers: { ...headers, ...changed } });
    expect(error.code).toBe('undecodable-event');
    expect(error.message).toContain(shown);
  });

  it('no headers at all are undecodable', () => {
    expect(rejection({ value, headers: {} }).code).toBe('undecodable-event');
  });
});

describe('content that contradicts itself', () => {
  const { window, series } = exampleAnalysis;
  const exampleForecast = exampleAnalysis.forecast as Forecast;
  const forecastWith = (change: Partial<ForecastBacktest>): Partial<Analysis> => ({
    forecast: { ...exampleForecast, backtest: { ...exampleForecast.backtest!, ...change } },
  });
  const changes: Record<string, [Partial<Analysis>, string]> = {
    'a window that ends before it starts': [
      { window: { ...window, endMs: window.startMs - 60_000 } },
      'window.end',
    ],
    'a window that is no whole number of steps': [{ window: { ...window, stepMs: 7_000 } }, 'window.end'],
    'counts that do not add up to the grid points': [{ window: { ...window, sampleCount: 3 } }, 'window'],
    'no metric': [{ series: { ...series, metric: '' } }, 'series.metric'],
    'a label without a name': [{ series: { ...series, labels: { '': 'x' } } }, 'series.labels'],
    'the metric’s name as a label': [{ series: { ...series, labels: { __name__: 'x' } } }, 'series.labels'],
    'an empty partition': [{ partition: '' }, 'series.partition'],
    'a column shorter than the window': [
      { hodrickPrescott: { lambda: 1600, cycle: new Float64Array(2), trend: new Float64Array(3) } },
      'hodrickPrescott.cycle',
    ],
    'NaN in a filter': [
      {
        hodrickPrescott: {
          lambda: 1600,
          cycle: Float64Array.of(1, Number.NaN, 1),
          trend: new Float64Array(3),
        },
      },
      'hodrickPrescott.cycle[1]',
    ],
    'an autocorrelation above one': [
      { autocorrelation: { values: Float64Array.of(1, 1.5) } },
      'autocorrelation.values[1]',
    ],
    'a verdict against the p-value': [
      { dickeyFuller: { ...exampleAnalysis.dickeyFuller, pValue: 0.5, stationary: true } as never },
      'dickeyFuller.stationary',
    ],
    'bins that are not narrowest first': [
      { aggregates: { bins: [...(exampleAnalysis.aggregates as { bins: [] }).bins].reverse() } },
      'aggregates.bins[1].binMs',
    ],
    'a deviation of one bin': [
      {
        aggregates: {
          bins: [{ binMs: 1, binCount: 1, max: 1, min: 1, mean: 1, standardDeviation: 0 }],
        },
      },
      'aggregates.bins[0].standardDeviation',
    ],
    'a forecast of the past': [
      {
        forecast: {
          ...exampleAnalysis.forecast,
          points: [{ timestampMs: 0, mean: 5, lower: 4, upper: 6 }],
        } as never,
      },
      'forecast.points[0].timestamp',
    ],
    'a forecast whose maximum is not among its points': [
      { forecast: { ...exampleAnalysis.forecast, max: 7 } as never },
      'forecast.max',
    ],
    'a backtest of nothing': [forecastWith({ originCount: 0 }), 'forecast.backtest.originCount'],
    'a backtest that covers more than all': [forecastWith({ coverage: 1.5 }), 'forecast.backtest.coverage'],
    'a backtest without an error': [
      forecastWith({ meanAbsoluteScaledError: -1 }),
      'forecast.backtest.meanAbsoluteScaledError',
    ],
    'a backtest with an endless error': [
      forecastWith({ lastValueError: Number.POSITIVE_INFINITY }),
      'forecast.backtest.lastValueError',
    ],
    'a reason that is no name': [{ forecast: { reason: 'It failed', detail: '' } }, 'forecast.reason'],
    'a negative execution time': [
      { executionTimes: { ...exampleAnalysis.executionTimes, total: -1 } },
      'executionTimes.total',
    ],
  };

  describe.each(formats)('as %s', (format) => {
    test.each(Object.entries(changes))(
      '%s is invalid, and the error names the field',
      (_, [change, field]) => {
        const error = rejection(encodeSeriesAnalyzed({ ...exampleAnalysis, ...change }, format));
        expect(error.code).toBe('invalid-event');
        expect(error.details.field).toBe(field);
      },
    );
  });

  it('a key of another series is invalid', () => {
    const error = rejection({ ...encodeSeriesAnalyzed(exampleAnalysis), key: 'up' });
    expect(error.details.field).toBe('key');
  });

  it('infinity in a decomposition is invalid', () => {
    const decomposition = {
      ...(exampleAnalysis.decomposition as object),
      trend: Float64Array.of(1, Number.POSITIVE_INFINITY, 1),
    } as never;
    const error = rejection(encodeSeriesAnalyzed({ ...exampleAnalysis, decomposition }));
    expect(error.details.field).toBe('decomposition.trend[1]');
  });

  it('an empty protobuf message is invalid, not an analysis of zeros', () => {
    const { headers } = encodeSeriesAnalyzed(exampleAnalysis);
    expect(rejection({ value: new Uint8Array(0), headers }).code).toBe('invalid-event');
  });
});
