import type { AnalysisQuery, StoredResult, Window } from '@forewarn/analysis';
import type { CallOptions } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import { sql } from 'kysely';
import type { AnalysisTables, WindowTable } from '../analysis-tables.js';
import { toWindow } from './series-chunk.js';
import type { ItemLoader } from './series-page.js';

/** How results are read from a table that keeps each series' newest window. */
export interface WindowSource<Table extends WindowTable, T> {
  readonly table: Table;
  readonly toResult: (row: AnalysisTables[Table]) => T;
  /** The result's grid points from `first` up to but not including `end`; absent when a range selects whole results. */
  readonly slice?: (result: T, first: number, end: number) => T;
}

/** A result with its window, cut to the query's range. */
interface Cut<T> {
  readonly window: Window;
  readonly result: T;
}

/**
 * Loads the results of the newest windows.
 * In a range: only the points in it, with the window's ends moved to them; series without any are left out.
 */
export function windowLoader<Table extends WindowTable, T>(
  database: SqlDatabase,
  source: WindowSource<Table, T>,
  query: AnalysisQuery,
  options: CallOptions,
): ItemLoader<StoredResult<T>> {
  return {
    seriesAtOnce: 64,
    async load(entries) {
      const ids = entries.map(({ id }) => id);
      const rows = await database.read(rowsQuery(database, source.table, ids), options);
      const bySeries = new Map(rows.map((row) => [row.series_id, row]));
      return entries.flatMap(({ id, series, partition }) => {
        const row = bySeries.get(id);
        const cut = row && cutToRange(source, row, query);
        return cut ? [{ key: [id], item: { series, partition, ...cut } }] : [];
      });
    },
  };
}

function rowsQuery<Table extends WindowTable>(
  { dialect }: SqlDatabase,
  table: Table,
  ids: readonly number[],
) {
  const source = sql.table(table);
  return sql<
    AnalysisTables[Table]
  >`SELECT * FROM ${source} WHERE series_id IN (${sql.join([...ids])})`.compile(dialect.queries);
}

function cutToRange<Table extends WindowTable, T>(
  { toResult, slice }: WindowSource<Table, T>,
  row: AnalysisTables[Table],
  query: AnalysisQuery,
): Cut<T> | undefined {
  const window = toWindow(row);
  const { startMs: rangeStart = -Infinity, endMs: rangeEnd = Infinity } = query;
  if (slice === undefined) {
    const isInside = window.endMs >= rangeStart && window.endMs <= rangeEnd;
    return isInside ? { window, result: toResult(row) } : undefined;
  }
  const lastIndex = Math.round((window.endMs - window.startMs) / window.stepMs);
  const first = Math.max(0, Math.ceil((rangeStart - window.startMs) / window.stepMs));
  const last = Math.min(lastIndex, Math.floor((rangeEnd - window.startMs) / window.stepMs));
  if (first > last) return undefined;
  if (first === 0 && last === lastIndex) return { window, result: toResult(row) };
  const startMs = window.startMs + first * window.stepMs;
  const endMs = window.startMs + last * window.stepMs;
  return { window: { ...window, startMs, endMs }, result: slice(toResult(row), first, last + 1) };
}
