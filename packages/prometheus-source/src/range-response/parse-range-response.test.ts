import { ForewarnError } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRangeResponse } from './parse-range-response.js';

const origin = { name: 'cpu.json', code: 'invalid-input-file' } as const;
const matrix = (...result: unknown[]) => ({ status: 'success', data: { resultType: 'matrix', result } });
const up = (values: unknown) => ({ metric: { __name__: 'up', job: 'host' }, values });

function refusal(body: unknown): string {
  try {
    parseRangeResponse(body, origin);
  } catch (error) {
    expect(error).toBeInstanceOf(ForewarnError);
    expect(error).toMatchObject({ code: 'invalid-input-file', details: { source: 'cpu.json' } });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

describe('parseRangeResponse', () => {
  it('reads series, times to the millisecond, and values in every notation that Prometheus writes', () => {
    const values = [
      [1435781430.781, '1'],
      [1435781445.782, '-0.5'],
      [1435781460, '1.5e+09'],
      [1435781475, '5e-324'],
    ];
    expect(parseRangeResponse(matrix(up(values)), origin)).toEqual({
      samples: [
        {
          series: { metric: 'up', labels: { job: 'host' } },
          timesMs: Float64Array.of(1435781430781, 1435781445782, 1435781460000, 1435781475000),
          values: Float64Array.of(1, -0.5, 1.5e9, 5e-324),
        },
      ],
      histograms: [],
      droppedCount: 0,
      warnings: [],
      isPartial: false,
    });
  });

  it('keeps the order of the response and passes warnings on', () => {
    const one = (job: string) => ({ metric: { __name__: 'up', job }, values: [[1, '1']] });
    const body = { ...matrix(one('b'), one('a')), warnings: ['a store did not answer'] };
    const { samples, warnings } = parseRangeResponse(body, origin);
    expect(samples.map(({ series }) => series.labels.job)).toEqual(['b', 'a']);
    expect(warnings).toEqual(['a store did not answer']);
  });

  it('drops and counts values that are not finite', () => {
    const values = [
      [1, 'NaN'],
      [2, '7'],
      [3, '+Inf'],
      [4, '-Inf'],
    ];
    const { samples, droppedCount } = parseRangeResponse(matrix(up(values)), origin);
    expect(samples[0]).toMatchObject({ timesMs: Float64Array.of(2000), values: Float64Array.of(7) });
    expect(droppedCount).toBe(3);
  });

  it.each(
    Object.entries({
      'data that is null': { status: 'success', data: null },
      'no data': { status: 'success' },
      'a result that is null': { status: 'success', data: { resultType: 'matrix', result: null } },
      'no result': { status: 'success', data: { resultType: 'matrix' } },
      'nothing in its data': { status: 'success', data: {} },
      'an empty result': matrix(),
    }),
  )('finds nothing in an answer with %s', (_, body) => {
    expect(parseRangeResponse(body, origin)).toMatchObject({ samples: [], histograms: [], isPartial: false });
  });

  it('reads a series without points as empty', () => {
    const { samples } = parseRangeResponse(matrix({ metric: { __name__: 'up' }, values: null }), origin);
    expect(samples).toMatchObject([{ series: { metric: 'up' }, values: new Float64Array() }]);
  });

  it('leaves native histograms out and names them, and reads the numbers beside them', () => {
    const histograms = [[1, { count: '10', sum: '7', buckets: [[0, '0.5', '1', '7']] }]];
    const body = matrix(
      { metric: { __name__: 'spent', pod: 'native' }, histograms },
      { metric: { __name__: 'spent', pod: 'both' }, values: [[0, '3']], histograms },
      { metric: { __name__: 'spent', pod: 'float' }, values: [[1, '5']] },
    );
    const answer = parseRangeResponse(body, origin);
    expect(answer.histograms.map(({ labels }) => labels.pod)).toEqual(['native', 'both']);
    expect(answer.samples.map(({ series, values }) => [series.labels.pod, ...values])).toEqual([
      ['both', 3],
      ['float', 5],
    ]);
  });

  it('keeps a label that is called __proto__', () => {
    const body = JSON.parse(
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","__proto__":"x"},"values":[]}]}}',
    );
    expect(Object.entries(parseRangeResponse(body, origin).samples[0]!.series.labels)).toEqual([
      ['__proto__', 'x'],
    ]);
  });

  it('names results of functions as told', () => {
    const body = matrix({ metric: { job: 'host' }, values: [[1, '1']] });
    const { samples } = parseRangeResponse(body, { ...origin, unnamedMetric: 'expression' });
    expect(samples[0]?.series).toEqual({ metric: 'expression', labels: { job: 'host' } });
  });

  it('reads back any finite samples', () => {
    const points = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    );
    fc.assert(
      fc.property(points, (steps) => {
        let ms = 1.6e12;
        const times = steps.map(([step]) => {
          ms += step;
          return ms;
        });
        const values = steps.map(([, value], i) => [times[i]! / 1000, String(value)]);
        const [samples] = parseRangeResponse(matrix(up(values)), origin).samples;
        expect(Array.from(samples!.timesMs)).toEqual(times);
        expect(Array.from(samples!.values, String)).toEqual(steps.map(([, value]) => String(value)));
      }),
    );
  });

  it('gives an answer or one error with a short message, whatever it reads', () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(
        undefined,
        Number.POSITIVE_INFINITY,
        -1,
        '',
        'NaN',
        '+Inf',
        '1e999',
        'x'.repeat(10_000),
        '\ud800',
      ),
    );
    const pair = fc.oneof(fc.tuple(fc.oneof(fc.integer(), odd), fc.oneof(fc.double().map(String), odd)), odd);
    const labels = fc.dictionary(fc.oneof(fc.string(), fc.constant('__name__')), fc.oneof(fc.string(), odd));
    const values = fc.oneof(fc.array(pair, { maxLength: 4 }), odd);
    const item = fc.oneof(fc.record({ metric: fc.oneof(labels, odd), values, histograms: odd }), odd);
    const data = fc.record({
      resultType: fc.oneof(fc.constant('matrix'), odd),
      result: fc.oneof(fc.array(item), odd),
    });
    const body = fc.record({
      status: fc.oneof({ weight: 9, arbitrary: fc.constant('success') }, { weight: 1, arbitrary: odd }),
      data: fc.oneof(data, odd),
      warnings: fc.oneof(fc.array(odd), odd),
      isPartial: odd,
    });
    fc.assert(
      fc.property(fc.oneof(body, odd), (any) => {
        try {
          for (const { timesMs, values: read } of parseRangeResponse(any, origin).samples) {
            expect(
              timesMs.every((ms, i) => Number.isSafeInteger(ms) && (i === 0 || ms > timesMs[i - 1]!)),
            ).toBe(true);
            expect(read.every(Number.isFinite)).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof ForewarnError)) throw error;
          expect(error.message.length).toBeLessThan(600);
        }
      }),
      { seed: 20_261_127, numRuns: 2_000 },
    );
  });

  const refusals: Record<string, [body: unknown, message: RegExp]> = {
    text: ['<html>', /it is "<html>", not an object with status and data/],
    null: [null, /it is null/],
    'a bare data object': [matrix().data, /status is missing, not "success"/],
    'an error of Prometheus': [
      { status: 'error', errorType: 'bad_data', error: 'parse error' },
      /it is an error: bad_data: parse error/,
    ],
    'an error whose parts are no texts, and cannot be made one': [
      { status: 'error', errorType: { toString: 1 }, error: [{ toString: 1, valueOf: 1 }] },
      /it is an error: an object: an array of 1/,
    ],
    'data that is text': [{ status: 'success', data: 'none' }, /data is "none", not an object/],
    'no type of result': [{ status: 'success', data: { result: [] } }, /data\.resultType is missing/],
    'the result of an instant query': [
      { status: 'success', data: { resultType: 'vector', result: [] } },
      /data\.resultType is "vector", not "matrix"/,
    ],
    'a result that is no array': [
      { status: 'success', data: { resultType: 'matrix', result: {} } },
      /data\.result is an object, not an array/,
    ],
    'a series without labels': [matrix({ values: [] }), /result\[0\]\.metric is missing/],
    'a label that is no text': [
      matrix({ metric: { __name__: 'up', cpu: 0 }, values: [] }),
      /result\[0\]\.metric\.cpu is 0/,
    ],
    'a series without a name': [matrix({ metric: {}, values: [] }), /result\[0\]\.metric has no __name__/],
    'a series of an instant query': [
      matrix({ metric: { __name__: 'up' }, value: [1, '1'] }),
      /result\[0\]\.values is missing/,
    ],
    'a sample that is no pair': [
      matrix(up([[1, '1'], 5])),
      /result\[0\]\.values\[1\] is 5, not \[seconds, "value"\]/,
    ],
    'a time that is text': [
      matrix(up([['1', '1']])),
      /result\[0\]\.values\[0\]\[0\] is "1", not Unix seconds/,
    ],
    'a time behind the year 9999': [
      matrix(up([[253_402_300_800, '1']])),
      /result\[0\]\.values\[0\]\[0\] is 253402300800, not Unix seconds of the years 1 to 9999/,
    ],
    'a time before the year 1': [
      matrix(up([[-62_135_596_800.001, '1']])),
      /not Unix seconds of the years 1 to 9999/,
    ],
    'a value that is no number': [
      matrix(up([]), { metric: { __name__: 'a' }, values: [[1, 'abc']] }),
      /result\[1\]\.values\[0\]\[1\] is "abc", not a number/,
    ],
    'a value that only begins as a number': [matrix(up([[1, '12abc']])), /"12abc", not a number/],
    'an empty value': [matrix(up([[1, '']])), /\[1\] is "", not a number/],
    'a hexadecimal value': [matrix(up([[1, '0x10']])), /"0x10", not a number/],
    'a value without quotes': [matrix(up([[1, 5]])), /\[1\] is 5, without the quotes/],
    'two samples at one time': [
      matrix(
        up([
          [1, '1'],
          [1, '2'],
        ]),
      ),
      /values\[1\]\[0\] is 1, not later than/,
    ],
    'samples that go back in time': [
      matrix(
        up([
          [2, '1'],
          [1, 'NaN'],
        ]),
      ),
      /values\[1\]\[0\] is 1, not later than/,
    ],
    'a series that comes twice': [
      matrix(up([]), up([])),
      /result\[1\] is the same series as result\[0\]: up\{job="host"\}/,
    ],
  };
  for (const [what, [body, message]] of Object.entries(refusals)) {
    it(`refuses ${what}`, () => {
      expect(refusal(body)).toMatch(message);
    });
  }
});
