import type { AnalysisQuery } from '@forewarn/analysis';
import { describe, expect, it, test } from 'vitest';
import type { Selector__Output } from '../../generated/dataretrieval/v1/Selector.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { selectorFromWire, selectorToWire } from './selector-wire.js';

const overTheWire = (query: AnalysisQuery): Selector__Output => {
  const { Selector } = protoDefinitions().dataretrieval.v1;
  return Selector.deserialize(Selector.serialize(selectorToWire(query)));
};

const matcher = (changed: object): Selector__Output => ({
  matchers: [{ name: 'job', operator: 'OPERATOR_EQUAL', value: 'host', ...changed }],
});

const large = ['.{0,1000}'.repeat(200), '[^x]{1000}'.repeat(20), '\\pL'.repeat(1_000)];

describe('the selector of a request', () => {
  test.each<[string, AnalysisQuery]>([
    ['that restricts nothing', {}],
    ['of a time range before 1970', { startMs: -1_500, endMs: 0 }],
    [
      'with everything',
      {
        metric: 'node_load1',
        partition: 'sda',
        matchers: [
          { name: 'job', operator: '=', value: 'host' },
          { name: 'job', operator: '!=', value: '' },
          { name: 'job', operator: '=~', value: 'h.*' },
          { name: 'job', operator: '!~', value: 'x|y' },
        ],
        startMs: 1_735_689_600_123,
        endMs: 1_735_689_600_456,
      },
    ],
  ])('%s reads back', (_, query) => {
    expect(selectorFromWire(overTheWire(query))).toEqual(query);
  });

  it('that is absent restricts nothing', () => {
    expect(selectorFromWire(null)).toEqual({});
  });

  test.each<[string, Selector__Output, string]>([
    ['no operator', matcher({ operator: 'OPERATOR_UNSPECIFIED' }), 'selector.matchers[0].operator'],
    ['an operator of the future', matcher({ operator: 9 }), 'selector.matchers[0].operator'],
    ['no label name', matcher({ name: '' }), 'selector.matchers[0].name'],
    ['a pattern that RE2 does not accept', matcher({ operator: 'OPERATOR_MATCHES', value: '(' }), '"("'],
    ...large.map((value): [string, Selector__Output, string] => [
      `the large pattern ${value.slice(0, 20)}…`,
      matcher({ operator: 'OPERATOR_NOT_MATCHES', value }),
      'written out',
    ]),
    [
      'a range that is upside down',
      { matchers: [], startTime: { seconds: 2, nanos: 0 }, endTime: { seconds: 1, nanos: 0 } },
      'selector.start_time is after end_time',
    ],
    ['a time that is none', { matchers: [], endTime: { seconds: 1, nanos: -1 } }, 'selector.end_time'],
    ['an empty metric', { metric: '', matchers: [] }, 'selector.metric is empty'],
  ])('with %s is refused, and the message says where', (_, selector, where) => {
    expect(() => selectorFromWire(selector)).toThrow(where);
  });
});
