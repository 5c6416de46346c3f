import type { Aggregates } from '@forewarn/analysis';
import { describe, expect, test } from 'vitest';
import { type Judged, verdict } from './verdict.fixture.js';

const bin = { binMs: 1, binCount: 2, max: 3, min: 1, mean: 2, standardDeviation: 1 };
const bins = (...changes: Partial<Aggregates['bins'][number]>[]) => ({
  aggregates: { bins: changes.map((change) => ({ ...bin, ...change })) },
});
const none = Number.NaN;
const infinity = Number.POSITIVE_INFINITY;

describe('aggregates are accepted or refused with what is wrong', () => {
  test.each<Judged>([
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
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});
