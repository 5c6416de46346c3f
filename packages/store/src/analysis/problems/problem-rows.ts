import { createHash } from 'node:crypto';
import type { SeriesProblem, SeriesProblemReport } from '@forewarn/analysis';
import { type Row, type RowWriter, upsertRows } from '@forewarn/sql';
import { analysisModule } from '../analysis-module.js';
import type { SeriesProblemTable } from '../analysis-tables.js';
import { sortKeyOf } from '../series-key.js';

/** The row of a problem. */
const problemRow = (report: SeriesProblemReport): SeriesProblemTable => ({
  problem_sha256: createHash('sha256').update(`${report.kind} ${report.name}`).digest(),
  sort_key: sortKeyOf(report.name),
  kind: report.kind,
  name: report.name,
  partition_name: report.partition,
  selector: report.selector,
  code: report.code,
  detail: report.detail,
  since_ms: report.sinceMs,
  last_seen_ms: report.lastSeenMs,
  attempts: report.attempts,
  next_try_ms: report.nextTryMs,
  expires_ms: report.expiresMs,
  resolved_ms: report.resolvedMs,
});

/** The problem of a row. */
export const problemOf = (row: SeriesProblemTable): SeriesProblem => ({
  kind: row.kind,
  name: row.name,
  partition: row.partition_name,
  selector: row.selector,
  code: row.code,
  detail: row.detail,
  sinceMs: row.since_ms,
  lastSeenMs: row.last_seen_ms,
  attempts: row.attempts,
  nextTryMs: row.next_try_ms,
  expiresMs: row.expires_ms,
});

/** The rows of the problems of series: one a kind and name, the one reported last. */
export const problemRows: RowWriter<SeriesProblemReport> = {
  modules: [analysisModule],
  write: (connection, dialect, items) =>
    upsertRows(
      connection,
      dialect,
      { table: 'series_problem', key: ['problem_sha256'] },
      items.map(({ value }): Row => ({ ...problemRow(value) })),
    ),
  prunable: [{ table: 'series_problem', isOld: 'expires_ms < ?' }],
};
