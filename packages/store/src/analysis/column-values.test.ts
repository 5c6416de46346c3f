import { encodePoints, fromColumn, toColumn } from '@forewarn/sql';
import { describe, expect, test } from 'vitest';
import { labelsJson, seriesKey, sortKeyBytes, sortKeyOf } from './series-key.js';

test('a number is its own column value', () => {
  expect([0, -1.5, 1e300].map((value) => toColumn('x', value))).toEqual([0, -1.5, 1e300]);
  expect(fromColumn(2)).toBe(2);
  expect(fromColumn(null)).toBeNaN();
});

describe('points that cannot be stored', () => {
  test.each([Infinity, -Infinity])('are refused by name for %d', (value) => {
    expect(() => encodePoints('the trend', [[1, value]])).toThrow(
      expect.objectContaining({
        code: 'store-rejected',
        message: 'the trend is infinite, which SQL cannot store; nothing was stored',
        details: { field: 'the trend' },
      }),
    );
  });

  test('are refused for lengths that differ, which are named', () => {
    expect(() => encodePoints('the trend', [[1, 2], [1], [1, 2]])).toThrow(
      'the trend has parts of different lengths (2, 1, 2) and was not stored',
    );
  });
});

test('points are JSON of rows, whether or not a zero is negative', () => {
  expect(encodePoints('x', [[1, 0.1, 3], Float64Array.of(Number.NaN, 2, 4)])).toBe(
    '[[1,null],[0.1,2],[3,4]]',
  );
  expect(
    encodePoints('x', [
      [1, -0],
      [0, 5e-324],
    ]),
  ).toBe('[[1,0],[-0,5e-324]]');
  expect(encodePoints('x', [[], []])).toBe('[]');
  expect(encodePoints('x', [])).toBe('[]');
});

describe('the key of a series', () => {
  const series = { metric: 'up', labels: { b: '2', a: '1' } };

  test('follows from the canonical text alone: 53 bits of its SHA-256, which sha256sum(1) gives too', () => {
    const key = seriesKey(series);
    expect(key.canonical).toBe('up{a="1",b="2"}');
    expect(key.sha256.toString('hex')).toBe(
      'aa7e169ca2809b2cfc46034098f32c6dcddfc40df306c71e9f5ad47ebdebc034',
    );
    expect(key.id).toBe(Number(BigInt(`0xaa7e169ca2809b2c`) >> 11n));
    expect(key.sortKey.toString()).toBe(key.canonical);
  });

  test('sorts by a thousand bytes of UTF-8', () => {
    expect(sortKeyBytes).toBe(1_000);
    expect(sortKeyOf('é'.repeat(600))).toHaveLength(1_000);
    expect(sortKeyOf('é')).toEqual(Buffer.of(0xc3, 0xa9));
  });

  test('has its labels sorted by name, whatever their order', () => {
    expect(labelsJson(series.labels)).toBe('{"a":"1","b":"2"}');
    expect(labelsJson({ 'x"': '\n' })).toBe('{"x\\"":"\\n"}');
    expect(labelsJson({})).toBe('{}');
  });
});
