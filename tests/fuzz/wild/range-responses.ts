import fc from 'fast-check';
import { edited, type Json } from './json.js';
import { wildText } from './texts.js';

/** Times of the samples of valid answers: a minute apart, the first at this Unix second. */
export const firstSecond = 1_700_000_040;
const stepSeconds = 60;

const label = fc.oneof(fc.constantFrom('job', 'instance', 'device', 'service.name', '__name__'), wildText);
const sampleValue = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom('0', '1', '1e3', '-0', '+.5', '5.', '1e-7') },
  { weight: 1, arbitrary: fc.constantFrom('NaN', '+Inf', '-Inf', 'Inf', '1e999') },
);
const samples = fc
  .array(fc.option(sampleValue, { freq: 10 }), { maxLength: 40 })
  .map((values) =>
    values.flatMap((value, at) => (value === null ? [] : [[firstSecond + at * stepSeconds, value] as const])),
  );

const histogram = {
  count: '3',
  sum: '4.5',
  buckets: [
    [0, '0.5', '1', '2'],
    [1, '1', '2', '1'],
  ],
};

/** A series of an answer: of floats, of native histograms, of both, of nothing. */
const series: fc.Arbitrary<Json> = fc
  .record({
    metric: fc
      .tuple(
        fc.oneof(fc.constantFrom('up', 'spent_total'), wildText),
        fc.array(fc.tuple(label, wildText), { maxLength: 3 }),
      )
      .map(([name, labels]) => ({ ...Object.fromEntries(labels), __name__: name }) as Json),
    values: samples as fc.Arbitrary<Json>,
    isHistogram: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ metric, values, isHistogram }): Json => {
    const histograms: Json = [[firstSecond, histogram]];
    if (isHistogram === 0) return { metric, histograms };
    return isHistogram === 1 ? { metric, values, histograms } : { metric, values };
  });

const remarks: fc.Arbitrary<{ readonly [name: string]: Json }> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        warnings: fc.array(wildText, { maxLength: 30 }),
        infos: fc.array(fc.oneof(wildText, fc.constant('PromQL info: metric might not be a counter: "x"')), {
          maxLength: 3,
        }),
        isPartial: fc.boolean(),
        partial: fc.boolean(),
        stats: fc.constant({ seriesFetched: '1' }),
      },
      { requiredKeys: [] },
    ),
  },
);

const answer = (data: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.tuple(data, remarks).map(([body, said]) => ({ status: 'success', data: body, ...said }));

const matrix = answer(fc.array(series, { maxLength: 4 }).map((result) => ({ resultType: 'matrix', result })));
const refusal: fc.Arbitrary<Json> = fc.record({
  status: fc.constant('error'),
  errorType: fc.oneof(fc.constantFrom('bad_data', 'timeout', 'execution'), wildText),
  error: fc.oneof(
    fc.constantFrom('exceeded maximum resolution of 11,000 points', 'too many samples'),
    wildText,
  ),
});
const seriesList = answer(
  fc.array(
    fc
      .array(fc.tuple(label, wildText), { maxLength: 4 })
      .map((labels) => ({ __name__: 'up', ...Object.fromEntries(labels) })),
    { maxLength: 5 },
  ),
);
const metadata = answer(
  fc.constant({ m: [{ type: 'counter', help: 'x', unit: '' }], up: [{ type: 'gauge' }] }),
);
const vector = answer(
  fc.constant({ resultType: 'vector', result: [{ metric: { __name__: 'up' }, value: [firstSecond, '1'] }] }),
);

/** Answers to range queries, changed in some places. */
export const rangeResponses: fc.Arbitrary<Json> = edited(
  fc.oneof(
    { weight: 12, arbitrary: matrix },
    { weight: 1, arbitrary: refusal },
    { weight: 1, arbitrary: vector },
  ),
);

/** Answers of every kind that Prometheus gives, changed in some places. */
export const prometheusAnswers: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: rangeResponses },
  { weight: 1, arbitrary: edited(fc.oneof(seriesList, metadata, refusal)) },
);
