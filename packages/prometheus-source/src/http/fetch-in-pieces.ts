import { isTooLarge } from './translate-error.js';

/** How wide a piece may be, in units of the caller: grid points, milliseconds. */
export interface PieceWidths {
  readonly widest: number;
  /** A piece this narrow that is still too large is an error. */
  readonly narrowest: number;
}

/**
 * Fetches `count` units one piece after another. A piece whose answer is too large is halved, and so are those behind it:
 * how many series match is known only from an answer.
 *
 * @param fetch  the piece of `width` units from unit `from` on
 * @throws       what `fetch` throws
 */
export async function fetchInPieces<T>(
  count: number,
  { widest, narrowest }: PieceWidths,
  fetch: (from: number, width: number) => Promise<T>,
): Promise<T[]> {
  const pieces: T[] = [];
  let limit = widest;
  for (let from = 0; from < count; ) {
    const width = Math.min(limit, count - from);
    try {
      pieces.push(await fetch(from, width));
      from += width;
    } catch (error) {
      if (!isTooLarge(error) || width <= narrowest) throw error;
      limit = Math.max(narrowest, Math.ceil(width / 2));
    }
  }
  return pieces;
}
