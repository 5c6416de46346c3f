import type { Cursor } from '@forewarn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CursorKey, decodeCursor, encodeCursor } from './cursor.js';
import { type ChunkReader, readPage } from './read-page.js';

/** Reads the numbers 0 to `count - 1`, at most `chunk` at once, keyed by themselves. */
const numbers =
  (count: number, chunk: number) =>
  async (after: CursorKey | undefined): Promise<ChunkReader<number>> => {
    let next = after === undefined ? 0 : Number(after[0]) + 1;
    return async (most) => {
      const end = Math.min(count, next + Math.min(most, chunk));
      const items = Array.from({ length: end - next }, (_, at) => ({ key: [next + at], item: next + at }));
      next = end;
      return { items, isLast: next === count };
    };
  };

test('every item comes once and in order, however pages and chunks are cut, and no page is empty but the only one', async () => {
  const sizes = fc.record({
    count: fc.nat(30),
    chunk: fc.integer({ min: 1, max: 9 }),
    limit: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(sizes, async ({ count, chunk, limit }) => {
      const read: number[] = [];
      let after: Cursor | undefined;
      do {
        const page = await readPage(
          { limit, ...(after === undefined ? {} : { after }) },
          numbers(count, chunk),
        );
        expect(page.items.length).toBe(Math.min(limit, count - read.length));
        read.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      expect(read).toEqual(Array.from({ length: count }, (_, at) => at));
    }),
  );
});

test('chunks without an item are read over', async () => {
  let reads = 0;
  const page = await readPage({ limit: 1 }, async () => async () => {
    reads += 1;
    return { items: reads === 3 ? [{ key: ['a'], item: 'a' }] : [], isLast: reads === 4 };
  });
  expect(page).toEqual({ items: ['a'] });
});

test('a cursor gives back the key that it was made of', () => {
  const key = fc.array(fc.oneof(fc.maxSafeInteger(), fc.string()), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(key, (parts) => {
      expect(decodeCursor(encodeCursor(parts))).toEqual(parts);
    }),
  );
});

test.each(['', 'nonsense', 'bnVsbA', 'W10', 'WzEuNV0', 'W251bGxd', 'eyJhIjoxfQ'])(
  'the cursor "%s" is refused',
  (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  },
);

test.each([0, -1, 1.5, Number.NaN])('a page of %d items is refused', async (limit) => {
  await expect(readPage({ limit }, numbers(1, 1))).rejects.toMatchObject({
    code: 'invalid-request',
    message: `a page holds 1 item or more, not ${limit}; give a limit of 1 or more`,
  });
});

test('a page asks for one item more than it still lacks', async () => {
  const asked: number[] = [];
  const items = [0, 1].map((item) => ({ key: [item], item }));
  const page = await readPage({ limit: 4 }, async () => async (most) => {
    asked.push(most);
    return { items, isLast: false };
  });
  expect(asked).toEqual([5, 3, 1]);
  expect(page).toEqual({ items: [0, 1, 0, 1], next: encodeCursor([1]) });
});
