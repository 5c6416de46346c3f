import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';

const cursorOf = (text: string) => Buffer.from(text).toString('base64url');

test.each([{ seriesId: 7 }, { seriesId: 0, windowEndMs: 0 }, { seriesId: 2 ** 53 - 1, windowEndMs: -5 }])(
  'the cursor of %o reads back',
  (position) => {
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  },
);

test('a cursor is opaque text that a URL can carry', () => {
  expect(encodeCursor({ seriesId: 7, windowEndMs: 9 })).toBe(cursorOf('[7,9]'));
});

describe('a cursor that this store did not give out is refused', () => {
  test.each([
    '',
    'x',
    '[]',
    '[1.5]',
    '["1"]',
    '[null]',
    '[1,2,3]',
    '[1,"2"]',
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
