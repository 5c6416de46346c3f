import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';

const cursorOf = (text: string) => Buffer.from(text).toString('base64url');

test.each([[[7]], [[0, 0]], [[2 ** 53 - 1, -5]], [['cpu{a="ü"}', 3]]])(
  'the cursor of %o reads back',
  (key) => {
    expect(decodeCursor(encodeCursor(key))).toEqual(key);
  },
);

test('a cursor is opaque text that a URL can carry', () => {
  expect(encodeCursor([7, 9])).toBe(cursorOf('[7,9]'));
});

describe('a cursor that this store did not give out is refused', () => {
  test.each([
    '',
    'x',
    '[]',
    '[1.5]',
    '[true]',
    '[null]',
    '[1,{}]',
    '[1,9007199254740993]',
    '7',
    '{"length":1}',
    '[1',
    'null',
  ])('%s', (text) => {
    const cursor = cursorOf(text);
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        message: 'the page cursor is not one that this store gave out; begin again without a cursor',
        details: { cursor },
      }),
    );
  });

  test('and shown up to eighty characters', () => {
    expect(() => decodeCursor('!'.repeat(100))).toThrow(
      expect.objectContaining({ details: { cursor: '!'.repeat(80) } }),
    );
  });
});
