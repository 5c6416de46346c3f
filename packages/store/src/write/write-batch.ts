import type { AnalysisBatch } from '@forewarn/analysis';
import type { CallOptions, WriteOutcome } from '@forewarn/core';
import { seriesKey } from '../schema/series-key.js';
import type { HistoryTable, WindowTable } from '../schema/tables.js';
import { assertNotCancelled } from '../sql/cancellation.js';
import type { SqlConnection, SqlDatabase } from '../sql/sql-database.js';
import { aggregateRows, deleteSurplusBins } from './aggregate-rows.js';
import {
  autocorrelationRow,
  decompositionRow,
  dickeyFullerRow,
  executionTimeRow,
  forecastRow,
  hodrickPrescottRow,
  type KeyedAnalysis,
} from './analysis-rows.js';
import { lockPosition, moveOffset } from './consumer-position.js';
import { newestOfEachSeries, upsertSeries } from './series-rows.js';
import { type Row, upsertRows } from './upsert.js';

/** Rows of one analysis in the tables that keep a history, the aggregates aside. */
const historyRows: readonly (readonly [HistoryTable, (keyed: KeyedAnalysis) => object])[] = [
  ['dickey_fuller', dickeyFullerRow],
  ['forecast', forecastRow],
  ['execution_time', executionTimeRow],
];

/** Rows of one analysis in the tables that keep the newest window. */
const windowRows: readonly (readonly [WindowTable, (keyed: KeyedAnalysis) => object])[] = [
  ['hodrick_prescott_window', hodrickPrescottRow],
  ['autocorrelation_window', autocorrelationRow],
  ['decomposition_window', decompositionRow],
];

/** Analyses that are keyed and serialised together: bounds what a large batch holds in memory. */
const groupSize = 20;

/** Writes a batch and its offset in one transaction. See `AnalysisWriter.writeBatch`. */
export function writeBatch(
  database: SqlDatabase,
  batch: AnalysisBatch,
  options: CallOptions = {},
): Promise<WriteOutcome> {
  const { dialect } = database;
  return database.transaction(async (connection) => {
    const stored = await lockPosition(connection, dialect, batch.position);
    const fresh = batch.analyses.filter(({ offset }) => offset >= stored);
    for (let from = 0; from < fresh.length; from += groupSize) {
      assertNotCancelled(options.signal);
      const group = fresh.slice(from, from + groupSize);
      const keyed = group.map(({ analysis }) => ({ key: seriesKey(analysis.series), analysis }));
      await writeAnalyses(database, connection, keyed, options.signal);
    }
    if (batch.nextOffset > stored) await moveOffset(connection, dialect, batch.position, batch.nextOffset);
    return { written: fresh.length, skipped: batch.analyses.length - fresh.length };
  }, options);
}

async function writeAnalyses(
  { dialect }: SqlDatabase,
  connection: SqlConnection,
  analyses: readonly KeyedAnalysis[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const newestEnd = await upsertSeries(connection, dialect, analyses);
  for (const [table, rowOf] of historyRows) {
    assertNotCancelled(signal);
    const rows = analyses.map((keyed): Row => ({ ...rowOf(keyed) }));
    await upsertRows(connection, dialect, { table, key: ['series_id', 'window_end_ms'] }, rows);
  }
  await writeAggregates({ dialect }, connection, analyses);
  // The series' rows are locked: no other writer can make a window older than the newest meanwhile.
  const newest = newestOfEachSeries(analyses).filter(
    ({ key, analysis }) => analysis.window.endMs === newestEnd.get(key.id),
  );
  for (const [table, rowOf] of windowRows) {
    assertNotCancelled(signal);
    const rows = newest.map((keyed): Row => ({ ...rowOf(keyed) }));
    await upsertRows(connection, dialect, { table, key: ['series_id'] }, rows);
  }
}

async function writeAggregates(
  { dialect }: Pick<SqlDatabase, 'dialect'>,
  connection: SqlConnection,
  analyses: readonly KeyedAnalysis[],
): Promise<void> {
  const rows = lastOfEachWindow(analyses).map(aggregateRows);
  const { sql, values } = deleteSurplusBins(rows);
  await connection.run(sql, values);
  const target = { table: 'aggregates', key: ['series_id', 'window_end_ms', 'bin_index'] };
  await upsertRows(
    connection,
    dialect,
    target,
    rows.flat().map((row): Row => ({ ...row })),
  );
}

/** The other tables' later rows replace earlier ones of the same key; rows of bins would mix. */
function lastOfEachWindow(analyses: readonly KeyedAnalysis[]): KeyedAnalysis[] {
  const byWindow = new Map(
    analyses.map((keyed) => [`${keyed.key.id} ${keyed.analysis.window.endMs}`, keyed]),
  );
  return [...byWindow.values()];
}
