import type { AnalysisQuery, StoredSeries } from '@forewarn/analysis';
import { ForewarnError, type Page, type PageRequest } from '@forewarn/core';
import type { SqlDatabase } from '../sql/sql-database.js';
import { decodeCursor, encodeCursor, type PagePosition, unknownCursor } from './cursor.js';
import { nextSeries, type SeriesEntry, type SeriesPosition, seriesPosition } from './series-rows.js';

/** An item of a page with its place in the order. */
export interface Placed<T> {
  readonly position: PagePosition;
  readonly item: T;
}

/** Reads the items of some series. */
export interface ItemLoader<T> {
  /** Series that are asked for at once, at most. */
  readonly seriesAtOnce: number;
  /**
   * @param entries  in order
   * @param after    items up to here, of the first series, were read before
   * @param limit    most items to return
   * @returns in the order of series, then window end
   */
  load(
    entries: readonly SeriesEntry[],
    after: PagePosition | undefined,
    limit: number,
  ): Promise<readonly Placed<T>[]>;
}

/**
 * One page: walks the selected series in order and asks the loader for their items until the page is full.
 * It asks for one item more than the page holds, to know whether another page follows.
 *
 * @throws {ForewarnError} `invalid-request` for a limit below 1 or a cursor of elsewhere
 */
export async function readPage<T extends StoredSeries>(
  database: SqlDatabase,
  query: AnalysisQuery,
  request: PageRequest,
  loader: ItemLoader<T>,
): Promise<Page<T>> {
  const { limit } = request;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new ForewarnError(
      'invalid-request',
      `a page holds 1 item or more, not ${limit}; give a limit of 1 or more`,
    );
  }
  const after = request.after === undefined ? undefined : decodeCursor(request.after);
  let from = await startOf(database, request, after);
  const found: Placed<T>[] = [];
  for (let isLast = false; !isLast && found.length <= limit; ) {
    const missing = limit + 1 - found.length;
    const chunk = await nextSeries(database, query, from, Math.min(missing, loader.seriesAtOnce), request);
    if (chunk.entries.length > 0) found.push(...(await loader.load(chunk.entries, after, missing)));
    isLast = chunk.isLast;
    from = chunk.end;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(({ item }) => item);
  return found.length > limit && last ? { items, next: encodeCursor(last.position) } : { items };
}

async function startOf(
  database: SqlDatabase,
  request: PageRequest,
  after: PagePosition | undefined,
): Promise<SeriesPosition | undefined> {
  if (after === undefined || request.after === undefined) return undefined;
  const isIncluded = after.windowEndMs !== undefined;
  const position = await seriesPosition(database, after.seriesId, isIncluded, request);
  if (position === undefined) throw unknownCursor(request.after);
  return position;
}
