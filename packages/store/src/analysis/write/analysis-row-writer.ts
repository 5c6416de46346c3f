import type { Analysis } from '@forewarn/analysis';
import {
  assertNotCancelled,
  type Row,
  type RowWriter,
  type SqlConnection,
  type SqlDialect,
  upsertRows,
} from '@forewarn/sql';
import { analysisModule } from '../analysis-module.js';
import type { HistoryTable, WindowTable } from '../analysis-tables.js';
import { seriesKey } from '../series-key.js';
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
import { newestOfEachSeries, upsertSeries } from './upsert-series.js';

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

const historyTables: readonly HistoryTable[] = ['dickey_fuller', 'aggregates', 'forecast', 'execution_time'];

/** The rows of an analysis. Of the results that only the newest window has, those of an older window are not written. */
export const analysisRows: RowWriter<Analysis> = {
  modules: [analysisModule],
  async write(connection, dialect, items, options) {
    for (let from = 0; from < items.length; from += groupSize) {
      assertNotCancelled(options.signal);
      const group = items.slice(from, from + groupSize);
      const keyed = group.map(({ value: analysis }) => ({ key: seriesKey(analysis.series), analysis }));
      await writeAnalyses(dialect, connection, keyed, options.signal);
    }
  },
  // The aggregates have several rows a window; a step may end between them, the next one goes on.
  prunable: historyTables.map((table) => ({
    table,
    isOld: `${table}.window_end_ms < ? AND ${table}.window_end_ms <> (SELECT s.window_end_ms FROM series s WHERE s.id = ${table}.series_id)`,
  })),
};

async function writeAnalyses(
  dialect: SqlDialect,
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
  await writeAggregates(dialect, connection, analyses);
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
  dialect: SqlDialect,
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
