import type { AnalysisQuery, StoredSeries } from '@forewarn/analysis';
import type { Cursor, Page, PageRequest } from '@forewarn/core';
import {
  type ChunkReader,
  type CursorKey,
  type Placed,
  readPage,
  type SqlDatabase,
  unknownCursor,
} from '@forewarn/sql';
import { nextSeries, type SeriesEntry, type SeriesPosition, seriesPosition } from './series-chunk.js';

/** Behind which item a page begins. */
export interface PagePosition {
  /** Of the last item's series. */
  readonly seriesId: number;
  /** Of the last item's window, where a series may have several items. */
  readonly windowEndMs?: number;
}

/** Reads the items of some series. */
export interface ItemLoader<T> {
  /** Series that are asked for at once, at most. */
  readonly seriesAtOnce: number;
  /**
   * @param entries  in order
   * @param after    items up to here, of the first series, were read before
   * @param limit    most items to return
   * @returns in the order of series, then window end; keyed by series id and, where a series has several items, window end
   */
  load(
    entries: readonly SeriesEntry[],
    after: PagePosition | undefined,
    limit: number,
  ): Promise<readonly Placed<T>[]>;
}

/**
 * One page: walks the selected series in order and asks the loader for their items.
 *
 * @throws {ForewarnError} `invalid-request` for a limit below 1 or a cursor of elsewhere
 */
export const readSeriesPage = <T extends StoredSeries>(
  database: SqlDatabase,
  query: AnalysisQuery,
  request: PageRequest,
  loader: ItemLoader<T>,
): Promise<Page<T>> =>
  readPage(request, async (key): Promise<ChunkReader<T>> => {
    const after = key && toPosition(key, request.after ?? '');
    let from = await startOf(database, request, after);
    return async (most) => {
      const chunk = await nextSeries(database, query, from, Math.min(most, loader.seriesAtOnce), request);
      from = chunk.end;
      const items = chunk.entries.length > 0 ? await loader.load(chunk.entries, after, most) : [];
      return { items, isLast: chunk.isLast };
    };
  });

function toPosition(key: CursorKey, cursor: Cursor): PagePosition {
  const [seriesId, windowEndMs] = key;
  if (typeof seriesId !== 'number' || typeof windowEndMs === 'string' || key.length > 2) {
    throw unknownCursor(cursor);
  }
  return windowEndMs === undefined ? { seriesId } : { seriesId, windowEndMs };
}

async function startOf(
  database: SqlDatabase,
  request: PageRequest,
  after: PagePosition | undefined,
): Promise<SeriesPosition | undefined> {
  if (after === undefined) return undefined;
  const isIncluded = after.windowEndMs !== undefined;
  const position = await seriesPosition(database, after.seriesId, isIncluded, request);
  if (position === undefined) throw unknownCursor(request.after ?? '');
  return position;
}
