import { ForewarnError, type Page, type PageRequest } from '@forewarn/core';
import { type CursorKey, decodeCursor, encodeCursor } from './cursor.js';

/** An item of a page with its place in the order. */
export interface Placed<T> {
  readonly key: CursorKey;
  readonly item: T;
}

/** Some items of a list, in order, and whether there are none behind them. */
export interface PageChunk<T> {
  readonly items: readonly Placed<T>[];
  readonly isLast: boolean;
}

/** Reads on in a list: at most `most` items, perhaps none though more follow. */
export type ChunkReader<T> = (most: number) => Promise<PageChunk<T>>;

/**
 * One page of a list that is found by key: reads on until the page is full.
 * Asks for one item more than the page holds, to know whether another page follows.
 *
 * @param open  begins to read behind a key, at the beginning without one
 * @throws {ForewarnError} `invalid-request` for a limit below 1 or a cursor of elsewhere
 */
export async function readPage<T>(
  { limit, after }: PageRequest,
  open: (after: CursorKey | undefined) => Promise<ChunkReader<T>>,
): Promise<Page<T>> {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new ForewarnError(
      'invalid-request',
      `a page holds 1 item or more, not ${limit}; give a limit of 1 or more`,
    );
  }
  const readOn = await open(after === undefined ? undefined : decodeCursor(after));
  const found: Placed<T>[] = [];
  for (let isLast = false; !isLast && found.length <= limit; ) {
    const chunk = await readOn(limit + 1 - found.length);
    found.push(...chunk.items);
    isLast = chunk.isLast;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(({ item }) => item);
  return found.length > limit && last ? { items, next: encodeCursor(last.key) } : { items };
}
