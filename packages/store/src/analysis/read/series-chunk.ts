import type { AnalysisQuery, Window } from '@forewarn/analysis';
import { type CallOptions, canonicalPrefix, compileMatchers, type Labels, type Series } from '@forewarn/core';
import { assertNotCancelled, type SqlDatabase } from '@forewarn/sql';
import { sql } from 'kysely';
import type { AnalysisTables, SeriesTable, WindowColumns } from '../analysis-tables.js';
import { sortKeyBytes, sortKeyOf } from '../series-key.js';

/** A series as it is stored. */
export interface SeriesEntry {
  readonly id: number;
  readonly sortKey: Uint8Array;
  readonly series: Series;
  readonly partition: string;
  readonly window: Window;
}

/** Where in the order of series a read goes on. */
export interface SeriesPosition {
  readonly id: number;
  readonly sortKey: Uint8Array;
  /** Whether the series itself is still to be read. */
  readonly isIncluded: boolean;
}

/** Series in order, and whether there are none behind them. */
export interface SeriesChunk {
  readonly entries: readonly SeriesEntry[];
  readonly isLast: boolean;
  /** Where the next chunk begins. */
  readonly end: SeriesPosition | undefined;
}

/** Rows that are read at once to find those whose labels match. */
const matchedAtOnce = 500;

/**
 * The next series that the query selects, at least one unless there are no more, at most `count`.
 * Metric and partition are compared by the database, labels here.
 */
export async function nextSeries(
  database: SqlDatabase,
  query: AnalysisQuery,
  from: SeriesPosition | undefined,
  count: number,
  options: CallOptions,
): Promise<SeriesChunk> {
  const matchers = query.matchers ?? [];
  const matches = compileMatchers(matchers);
  const rowCount = matchers.length === 0 ? count : Math.max(count, matchedAtOnce);
  let position = from;
  for (;;) {
    assertNotCancelled(options.signal);
    const rows = await database.read(seriesQuery(database, query, position, rowCount), options);
    const found = rows.map(toEntry).filter(
      (entry) =>
        // SQL ignores trailing spaces in comparisons.
        (query.metric ?? entry.series.metric) === entry.series.metric &&
        (query.partition ?? entry.partition) === entry.partition &&
        matches(entry.series.labels),
    );
    const isLast = rows.length < rowCount && found.length <= count;
    const entries = found.slice(0, count);
    position = endOf(found.length > count ? entries.at(-1) : rows.at(-1)) ?? position;
    if (entries.length > 0 || isLast) return { entries, isLast, end: position };
  }
}

/** The series of a cursor; undefined when this database does not have it. */
export async function seriesPosition(
  database: SqlDatabase,
  id: number,
  isIncluded: boolean,
  options: CallOptions,
): Promise<SeriesPosition | undefined> {
  const query = database.dialect.queries
    .withTables<AnalysisTables>()
    .selectFrom('series')
    .select('sort_key')
    .where('id', '=', id);
  const [row] = await database.read(query.compile(), options);
  return row && { id, sortKey: row.sort_key, isIncluded };
}

function seriesQuery(
  { dialect }: SqlDatabase,
  { metric, partition }: AnalysisQuery,
  from: SeriesPosition | undefined,
  count: number,
) {
  let select = dialect.queries.withTables<AnalysisTables>().selectFrom('series').selectAll();
  if (metric !== undefined) {
    const prefix = canonicalPrefix(metric);
    const key = sortKeyOf(prefix);
    select = select.where('metric', '=', metric).where('sort_key', '>=', key);
    // What follows in a canonical text is "{", or "," or "}" behind a name in quotes; "~" is behind all of them.
    if (key.length < sortKeyBytes) select = select.where('sort_key', '<', sortKeyOf(`${prefix}~`));
  }
  if (partition !== undefined) select = select.where('partition_name', '=', partition);
  if (from !== undefined) {
    const { sortKey, id, isIncluded } = from;
    select = select
      .where('sort_key', '>=', sortKey)
      .where((where) =>
        where.or([where('sort_key', '>', sortKey), where('id', isIncluded ? '>=' : '>', id)]),
      );
  }
  return select.orderBy('sort_key').orderBy('id').limit(sql.lit(count)).compile();
}

function toEntry(row: SeriesTable): SeriesEntry {
  const labels: Labels = JSON.parse(row.labels);
  return {
    id: row.id,
    sortKey: row.sort_key,
    series: { metric: row.metric, labels },
    partition: row.partition_name,
    window: toWindow(row),
  };
}

/** The window that a row belongs to. */
export const toWindow = (row: WindowColumns): Window => ({
  startMs: row.window_start_ms,
  endMs: row.window_end_ms,
  stepMs: row.window_step_ms,
  sampleCount: row.sample_count,
  missingCount: row.missing_count,
});

const endOf = (
  last: { readonly id: number; readonly sortKey?: Uint8Array; readonly sort_key?: Uint8Array } | undefined,
): SeriesPosition | undefined => {
  const sortKey = last?.sortKey ?? last?.sort_key;
  return last && sortKey && { id: last.id, sortKey, isIncluded: false };
};
