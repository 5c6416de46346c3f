import { parseSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import {
  indicatorInput,
  indicatorOutput,
  indicatorReplacement,
  presentIndicatorDocument,
  toIndicator,
} from './indicator-schema.js';

const bad = 'requests_total{code="500"}';
const total = 'requests_total';
const ratio = (fields: object) => ({ name: 'sound', ratio: { bad, total, ...fields } });

/** What is wrong with a body, as `path: message`. */
const mistakes = (
  input: unknown,
  schema: typeof indicatorInput | typeof indicatorReplacement = indicatorInput,
) =>
  (schema.safeParse(input).error?.issues ?? [])
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .sort();

describe('an indicator that is sent', () => {
  it('is an expression, without the space around it', () => {
    expect(indicatorInput.parse({ name: 'p99', description: 'd', expression: ' \n rate(a[5m])\n' })).toEqual({
      name: 'p99',
      description: 'd',
      definition: { expression: 'rate(a[5m])' },
    });
  });

  it('is a ratio of good or bad events, of one series and good where idle unless it says', () => {
    const whole = { total: parseSelector(total), by: [], idle: 'good' };
    expect(indicatorInput.parse(ratio({}))).toEqual({
      name: 'sound',
      description: '',
      definition: { ratio: { counted: 'bad', events: parseSelector(bad), ...whole } },
    });
    const good = { bad: undefined, good: 'ok_total', by: ['region'], idle: 'no-data' };
    expect(indicatorInput.parse(ratio(good)).definition).toEqual({
      ratio: {
        counted: 'good',
        events: parseSelector('ok_total'),
        ...whole,
        by: ['region'],
        idle: 'no-data',
      },
    });
  });

  it.each([
    ['neither form', { name: 'a' }, 'expression: expression or ratio must be given, and not both'],
    [
      'both forms',
      { ...ratio({}), expression: 'up' },
      'expression: expression or ratio must be given, and not both',
    ],
    ['an expression of nothing', { name: 'a', expression: ' ' }, 'expression: must not be empty'],
    [
      'an expression that is too long',
      { name: 'a', expression: 'x'.repeat(10_001) },
      'expression: must be at most 10000 characters',
    ],
    ['no counted events', ratio({ bad: undefined }), 'ratio.bad: good or bad must be given, and not both'],
    [
      'good and bad events',
      ratio({ good: 'ok_total' }),
      'ratio.bad: good or bad must be given, and not both',
    ],
    ['a label of nothing', ratio({ by: [''] }), 'ratio.by.0: must not be empty'],
    [
      'a label that is too long',
      ratio({ by: ['x'.repeat(201)] }),
      'ratio.by.0: must be at most 200 characters',
    ],
    [
      'a label of two lines',
      ratio({ by: ['a\nb'] }),
      'ratio.by.0: must be one line without control characters',
    ],
    ['too many labels', ratio({ by: Array(21).fill('a') }), 'ratio.by: must hold at most 20 labels'],
    [
      'counters that are an indicator',
      ratio({ total: 'forewarn_indicator{indicator="a"}' }),
      'ratio.total: must select counters, not an indicator',
    ],
    [
      'bad events that are an indicator',
      ratio({ bad: 'forewarn_indicator{indicator="a"}' }),
      'ratio.bad: must select counters, not an indicator',
    ],
  ])('is refused for %s, once', (_, input, mistake) => {
    expect(mistakes(input)).toEqual([mistake]);
  });

  it('may have a long expression, many labels, and one that is long', () => {
    expect(mistakes({ name: 'a', expression: 'x'.repeat(10_000) })).toEqual([]);
    expect(mistakes(ratio({ by: Array(20).fill('x'.repeat(200)) }))).toEqual([]);
  });

  it('is refused for patterns that are none, and for those that cost too much together', () => {
    expect(mistakes(ratio({ total: 'a{b=~"("}' }))).toEqual([expect.stringMatching(/^ratio: /)]);
    const costly = `a{b=~"${'.{0,1000}'.repeat(20)}"}`;
    expect(mistakes(ratio({ total: costly }))).toEqual([expect.stringMatching(/^ratio: .* parts/)]);
  });

  it('is refused for all of its mistakes together, those between fields too', () => {
    expect(mistakes({ name: 'A', expression: 5, ratio: { total: 7, by: 'x' } })).toEqual([
      expect.stringMatching(/^expression: Invalid input/),
      expect.stringMatching(/^expression: expression or ratio/),
      expect.stringMatching(/^name: must be lower-case/),
      expect.stringMatching(/^ratio\.bad: good or bad/),
      expect.stringMatching(/^ratio\.by: Invalid input/),
      expect.stringMatching(/^ratio\.total: Invalid input/),
    ]);
    expect(mistakes(null)).toEqual([expect.stringMatching(/^: Invalid input/)]);
  });

  it('that replaces another may leave its name to the path', () => {
    expect(mistakes({ expression: 'up' }, indicatorReplacement)).toEqual([]);
    expect(mistakes({}, indicatorReplacement)).toEqual([
      'expression: expression or ratio must be given, and not both',
    ]);
    const { name: _, ...fields } = indicatorReplacement.parse({ expression: 'up' });
    expect(toIndicator({ ...fields, name: 'a' })).toEqual({
      name: 'a',
      description: '',
      definition: { expression: 'up' },
    });
  });
});

it.each([
  ['an expression', { name: 'a', description: 'd', expression: 'up' }],
  ['a ratio of bad events', { name: 'a', description: '', ratio: { bad, total, by: ['x'], idle: 'good' } }],
  [
    'a ratio of good events',
    { name: 'a', description: '', ratio: { good: bad, total, by: [], idle: 'no-data' } },
  ],
])('%s can be sent back as it is given', (_, body) => {
  const given = presentIndicatorDocument(indicatorInput.parse(body));
  expect(indicatorOutput.parse(given)).toEqual(body);
});

it('one that cannot be read is given with neither', () => {
  expect(presentIndicatorDocument({ name: 'a', description: '', definition: { unreadable: 'no' } })).toEqual({
    name: 'a',
    description: '',
  });
});
