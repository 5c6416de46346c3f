import { ForewarnError } from '@forewarn/core';
import { expect, it, test } from 'vitest';
import { type Selector__Output, selectorFromWire, selectorToWire } from '../../index.js';

const problemOf = (selector: Selector__Output): object => {
  try {
    selectorFromWire(selector);
  } catch (thrown) {
    if (!(thrown instanceof ForewarnError)) throw thrown;
    return { code: thrown.code, message: thrown.message, field: thrown.details.field };
  }
  return { accepted: true };
};

const matchers = (...changes: object[]): Selector__Output => ({
  matchers: changes.map((change) => ({ name: 'job', operator: 'OPERATOR_EQUAL', value: 'host', ...change })),
});
const second = (seconds: number) => ({ seconds, nanos: 0 });
const operators = 'OPERATOR_EQUAL, OPERATOR_NOT_EQUAL, OPERATOR_MATCHES, OPERATOR_NOT_MATCHES';

test.each<[string, Selector__Output, string, string]>([
  [
    'an empty metric',
    { metric: '', matchers: [] },
    'selector.metric',
    'is empty: leave it out to select every metric',
  ],
  [
    'an empty partition',
    { partition: '', matchers: [] },
    'selector.partition',
    'is empty: leave it out to select every partition',
  ],
  [
    'a second matcher without a name',
    matchers({}, { name: '' }),
    'selector.matchers[1].name',
    'is empty: give the name of a label',
  ],
  [
    'an operator that is not set',
    matchers({ operator: 'OPERATOR_UNSPECIFIED' }),
    'selector.matchers[0].operator',
    `is not set or not known: use ${operators}`,
  ],
  [
    'an operator by a name that every object has',
    matchers({ operator: 'toString' }),
    'selector.matchers[0].operator',
    `is not set or not known: use ${operators}`,
  ],
  [
    'a start that is no time',
    { matchers: [], startTime: second(1e12) },
    'selector.start_time',
    'is not a time between the years 1 and 9999',
  ],
  [
    'an end that is no time',
    { matchers: [], endTime: second(1e12) },
    'selector.end_time',
    'is not a time between the years 1 and 9999',
  ],
  [
    'a range that is upside down',
    { matchers: [], startTime: second(2), endTime: second(1) },
    'selector.start_time',
    'is after end_time: exchange them',
  ],
])('a selector with %s is refused by the field’s name', (_, selector, field, problem) => {
  expect(problemOf(selector)).toEqual({ code: 'invalid-request', message: `${field} ${problem}`, field });
});

it('a selector may begin and end at one time, or have one end alone', () => {
  const range = (times: object) => selectorFromWire({ matchers: [], ...times });
  expect(range({ startTime: second(1), endTime: second(1) })).toStrictEqual({ startMs: 1_000, endMs: 1_000 });
  expect(range({ startTime: second(1) })).toStrictEqual({ startMs: 1_000 });
  expect(range({ endTime: second(1), startTime: null })).toStrictEqual({ endMs: 1_000 });
});

it('a selector without matchers restricts by none', () => {
  expect(selectorFromWire({ metric: 'up', matchers: [] })).toStrictEqual({ metric: 'up' });
  expect(selectorFromWire({ matchers: [] })).toStrictEqual({});
});

it('a query without a part sends none', () => {
  expect(selectorToWire({})).toStrictEqual({ matchers: [] });
  expect(selectorToWire({ metric: 'up', startMs: 0 })).toStrictEqual({
    metric: 'up',
    matchers: [],
    startTime: second(0),
  });
});
