import type { AnalysisQuery, StoredResult } from '@forewarn/analysis';
import type { CallOptions } from '@forewarn/core';
import type { Placed, SqlDatabase } from '@forewarn/sql';
import { sql } from 'kysely';
import type { AnalysisTables, HistoryTable } from '../analysis-tables.js';
import { type SeriesEntry, toWindow } from './series-chunk.js';
import type { ItemLoader, PagePosition } from './series-page.js';

type HistoryRow<Table extends HistoryTable> = AnalysisTables[Table];

/** How results are read from a table that keeps a history. */
export interface HistorySource<Table extends HistoryTable, T> {
  readonly table: Table;
  /** @param rows  all of one window: several only for aggregates */
  readonly toResult: (rows: readonly HistoryRow<Table>[]) => T;
}

/** A window of a series. */
interface WindowKey {
  readonly series_id: number;
  readonly window_end_ms: number;
}

/**
 * Loads the results with window ends in the query's range, or each series' newest one without a range.
 * Few series at once in a range: the database sorts all their windows there for each page.
 */
export function historyLoader<Table extends HistoryTable, T>(
  database: SqlDatabase,
  source: HistorySource<Table, T>,
  query: AnalysisQuery,
  options: CallOptions,
): ItemLoader<StoredResult<T>> {
  const hasRange = query.startMs !== undefined || query.endMs !== undefined;
  return {
    seriesAtOnce: hasRange ? 16 : 256,
    async load(entries, after, limit) {
      const keys = windowKeys(database, source.table, entries, hasRange ? query : undefined, after, limit);
      const rows = await database.read(rowsOf(database, source.table, keys), options);
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      return groupedByWindow(rows).flatMap((group) => place(group, byId, hasRange, source));
    },
  };
}

/** The windows of a page in order; each has exactly one row with `bin_index` 0 in `aggregates`. */
function windowKeys(
  { dialect }: SqlDatabase,
  table: HistoryTable,
  entries: readonly SeriesEntry[],
  range: Pick<AnalysisQuery, 'startMs' | 'endMs'> | undefined,
  after: PagePosition | undefined,
  limit: number,
) {
  const ids = entries.map(({ id }) => id);
  let select = sql<WindowKey>`SELECT t.series_id, t.window_end_ms, s.sort_key
    FROM ${sql.table(table)} t JOIN series s ON s.id = t.series_id
    WHERE t.series_id IN (${sql.join(ids)})`;
  if (table === 'aggregates') select = sql`${select} AND t.bin_index = 0`;
  if (range === undefined) select = sql`${select} AND t.window_end_ms = s.window_end_ms`;
  if (range?.startMs !== undefined) select = sql`${select} AND t.window_end_ms >= ${range.startMs}`;
  if (range?.endMs !== undefined) select = sql`${select} AND t.window_end_ms <= ${range.endMs}`;
  if (range !== undefined && after?.windowEndMs !== undefined) {
    select = sql`${select} AND (t.series_id <> ${after.seriesId} OR t.window_end_ms > ${after.windowEndMs})`;
  }
  return {
    dialect,
    select: sql<WindowKey>`${select} ORDER BY s.sort_key, t.series_id, t.window_end_ms LIMIT ${sql.lit(limit)}`,
  };
}

function rowsOf<Table extends HistoryTable>(
  { dialect }: SqlDatabase,
  table: Table,
  { select }: ReturnType<typeof windowKeys>,
) {
  const bins = table === 'aggregates' ? sql`, t.bin_index` : sql``;
  return sql<HistoryRow<Table>>`SELECT t.* FROM (${select}) k
    JOIN ${sql.table(table)} t ON t.series_id = k.series_id AND t.window_end_ms = k.window_end_ms
    ORDER BY k.sort_key, t.series_id, t.window_end_ms${bins}`.compile(dialect.queries);
}

function groupedByWindow<Row extends WindowKey>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const first = groups.at(-1)?.[0];
    if (first?.series_id === row.series_id && first.window_end_ms === row.window_end_ms)
      groups.at(-1)?.push(row);
    else groups.push([row]);
  }
  return groups;
}

function place<Table extends HistoryTable, T>(
  rows: readonly HistoryRow<Table>[],
  entries: ReadonlyMap<number, SeriesEntry>,
  hasRange: boolean,
  { toResult }: HistorySource<Table, T>,
): Placed<StoredResult<T>>[] {
  const [first] = rows;
  const entry = first && entries.get(first.series_id);
  if (!first || !entry) return [];
  const { series, partition, id } = entry;
  const key = hasRange ? [id, first.window_end_ms] : [id];
  return [{ key, item: { series, partition, window: toWindow(first), result: toResult(rows) } }];
}
