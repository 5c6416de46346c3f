import type { SeriesProblem, SeriesProblemQuery, SeriesProblemReader } from '@forewarn/analysis';
import type { CallOptions, Cursor } from '@forewarn/core';
import { type CursorKey, type Placed, readPage, type SqlDatabase, unknownCursor } from '@forewarn/sql';
import { sql } from 'kysely';
import type { AnalysisTables, SeriesProblemTable } from '../analysis-tables.js';
import { problemOf } from './problem-rows.js';

/** Behind which row a read goes on. */
interface ProblemPosition {
  readonly sortKey: Uint8Array;
  readonly sha256: Uint8Array;
}

/** Reads the problems of series in SQL. */
export const createProblemReader = (database: SqlDatabase): SeriesProblemReader => ({
  listProblems: (query, page) =>
    readPage(page, async (key) => {
      const from = key && positionOf(key, page.after ?? '');
      // All that a page may hold is read at once.
      return async (most) => {
        const rows = await readRows(database, query, from, most, page);
        return { items: rows.map(placed), isLast: true };
      };
    }),
});

function readRows(
  database: SqlDatabase,
  { code, nowMs }: SeriesProblemQuery,
  from: ProblemPosition | undefined,
  count: number,
  options: CallOptions,
): Promise<SeriesProblemTable[]> {
  let select = database.dialect.queries
    .withTables<AnalysisTables>()
    .selectFrom('series_problem')
    .selectAll()
    .where('resolved_ms', 'is', null)
    .where('expires_ms', '>', nowMs);
  if (code !== undefined) select = select.where('code', '=', code);
  if (from !== undefined)
    select = select
      .where('sort_key', '>=', from.sortKey)
      .where((where) =>
        where.or([where('sort_key', '>', from.sortKey), where('problem_sha256', '>', from.sha256)]),
      );
  const query = select.orderBy('sort_key').orderBy('problem_sha256').limit(sql.lit(count)).compile();
  return database.read(query, options);
}

const placed = (row: SeriesProblemTable): Placed<SeriesProblem> => ({
  key: [row.sort_key, row.problem_sha256].map((bytes) => Buffer.from(bytes).toString('base64')),
  item: problemOf(row),
});

function positionOf(key: CursorKey, cursor: Cursor): ProblemPosition {
  const [sortKey, sha256] = key;
  if (typeof sortKey !== 'string' || typeof sha256 !== 'string' || key.length > 2)
    throw unknownCursor(cursor);
  return { sortKey: Buffer.from(sortKey, 'base64'), sha256: Buffer.from(sha256, 'base64') };
}
