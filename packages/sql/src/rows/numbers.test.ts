import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePoints, encodePoints, fromColumn, toColumn } from './numbers.js';

test('every double but the infinite ones survives its JSON bit for bit', () => {
  const row = fc.tuple(fc.double({ noDefaultInfinity: true }), fc.double({ noDefaultInfinity: true }));
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const columns = [0, 1].map((at) => Float64Array.from(rows, (values) => values[at] ?? 0));
      expect(decodePoints(encodePoints('x', columns), 2)).toEqual(columns);
    }),
  );
});

test('not a number is null in JSON and NULL in a column', () => {
  expect(encodePoints('x', [Float64Array.of(Number.NaN, -0, 1)])).toBe('[[null],[-0],[1]]');
  expect(toColumn('x', Number.NaN)).toBeNull();
  expect(fromColumn(null)).toBeNaN();
});

test('any other number is in its column what it is', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
      expect(fromColumn(toColumn('x', value))).toBe(value);
    }),
  );
});

test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is refused by name', (value) => {
  const refusal = expect.objectContaining({
    code: 'store-rejected',
    message: 'x is infinite, which SQL cannot store; nothing was stored',
    details: { field: 'x' },
  });
  expect(() => toColumn('x', value)).toThrow(refusal);
  expect(() => encodePoints('x', [[value]])).toThrow(refusal);
});

test('columns of different lengths are refused', () => {
  expect(() => encodePoints('x', [[1], []])).toThrow(
    expect.objectContaining({
      code: 'store-rejected',
      message: 'x has parts of different lengths (1, 0) and was not stored',
    }),
  );
});
