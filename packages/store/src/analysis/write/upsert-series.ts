import { ForewarnError } from '@forewarn/core';
import { type Row, type SqlConnection, type SqlDialect, upsertRows } from '@forewarn/sql';
import type { AnalysisTables } from '../analysis-tables.js';
import { type KeyedAnalysis, seriesRow } from './analysis-rows.js';

/** Never changed once written: they follow from the series' identity. */
const identityColumns = ['canonical_sha256', 'sort_key', 'canonical', 'metric', 'labels'];

/**
 * Writes the series of the analyses with their newest windows, which also locks their rows until the transaction ends.
 * In the order of ids, so that two writers that share series wait for, rather than deadlock, each other.
 *
 * @returns the end of each series' newest window, by id
 * @throws {ForewarnError} `store-rejected` when two series have the same id
 */
export async function upsertSeries(
  connection: SqlConnection,
  dialect: SqlDialect,
  analyses: readonly KeyedAnalysis[],
): Promise<ReadonlyMap<number, number>> {
  const newest = newestOfEachSeries(analyses).sort((a, b) => a.key.id - b.key.id);
  const rows: Row[] = newest.map((keyed) => ({ ...seriesRow(keyed) }));
  const target = { table: 'series', key: ['id'], keep: identityColumns, notOlderBy: 'window_end_ms' };
  await upsertRows(connection, dialect, target, rows);
  const query = dialect.queries
    .withTables<AnalysisTables>()
    .selectFrom('series')
    .select(['id', 'canonical_sha256', 'window_end_ms'])
    .where(
      'id',
      'in',
      newest.map(({ key }) => key.id),
    )
    .compile();
  const stored = await connection.query(query);
  const hashes = new Map(stored.map(({ id, canonical_sha256 }) => [id, canonical_sha256]));
  for (const { key } of analyses) assertSameSeries(key, hashes.get(key.id));
  return new Map(stored.map(({ id, window_end_ms }) => [id, window_end_ms]));
}

/** Of several analyses of a series the last of those with the newest window. */
export function newestOfEachSeries(analyses: readonly KeyedAnalysis[]): KeyedAnalysis[] {
  const newest = new Map<number, KeyedAnalysis>();
  for (const keyed of analyses) {
    const known = newest.get(keyed.key.id);
    if (known === undefined || keyed.analysis.window.endMs >= known.analysis.window.endMs) {
      newest.set(keyed.key.id, keyed);
    }
  }
  return [...newest.values()];
}

function assertSameSeries(key: KeyedAnalysis['key'], storedHash: Uint8Array | undefined): void {
  if (storedHash !== undefined && key.sha256.equals(storedHash)) return;
  throw new ForewarnError(
    'store-rejected',
    `the series ${key.canonical} has the same id (${key.id}) as another series, which the tables cannot tell apart; it was not stored`,
    { details: { series: key.canonical, id: key.id } },
  );
}
