import { type Analysis, isUnavailable, type Unavailable } from '@forewarn/analysis';
import { canonicalSeries } from '@forewarn/core';
import { describe, expect, test } from 'vitest';
import type { AnalysisStoreContext } from './analysis-store.js';
import { batchOf, firstEndMs, sampleAnalysis } from './analysis-store-examples.js';

/** What a store promises to those who ask its database themselves. */
export function sqlPromises(context: () => AnalysisStoreContext): void {
  describe('asking in SQL', () => {
    const analysis = sampleAnalysis({ device: 'sd"ä', points: 5, endMs: firstEndMs + 1 });

    test('the decomposition has a row a timestamp, in UTC', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([analysis, sampleAnalysis({ device: 'other', points: 3 })]));
      const rows = await database.execute(
        `SELECT series, metric, partition_name, timestamp, timestamp_ms, trend, seasonal, residual
         FROM decomposition WHERE partition_name = 'sd"ä' ORDER BY timestamp_ms`,
      );
      const parts = result(analysis.decomposition);
      expect(rows.map(plainTimes)).toEqual(
        Array.from({ length: 5 }, (_, at) => ({
          ...namesOf(analysis),
          ...timeOf(analysis.window.startMs + at * 60_000),
          trend: numberOrNull(parts.trend[at]),
          seasonal: parts.seasonal[at],
          residual: parts.residual[at],
        })),
      );
      expect(rows[0]?.trend).toBeNull();
    });

    test('the Hodrick–Prescott filter has a row a timestamp, in UTC', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([analysis]));
      const rows = await database.execute('SELECT * FROM hodrick_prescott ORDER BY timestamp_ms');
      const parts = result(analysis.hodrickPrescott);
      expect(rows.map(plainTimes)).toEqual(
        Array.from({ length: 5 }, (_, at) => ({
          ...namesOf(analysis),
          ...timeOf(analysis.window.startMs + at * 60_000),
          cycle: parts.cycle[at],
          trend: parts.trend[at],
        })),
      );
    });

    test('the autocorrelation has a row a lag', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([analysis]));
      const rows = await database.execute('SELECT * FROM autocorrelation ORDER BY lag_samples');
      expect(rows.map((row) => ({ ...row }))).toEqual(
        Array.from(result(analysis.autocorrelation).values, (value, lag) => ({
          ...namesOf(analysis),
          window_end_ms: analysis.window.endMs,
          lag_samples: lag,
          autocorrelation: value,
        })),
      );
    });

    test('the forecasts have a row a point, in UTC', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([analysis]));
      const rows = await database.execute('SELECT * FROM forecast_point ORDER BY timestamp_ms');
      const { points, model } = result(analysis.forecast);
      expect(rows.map(plainTimes)).toEqual(
        points.map(({ timestampMs, mean, lower, upper }) => ({
          ...namesOf(analysis),
          ...timeOf(timestampMs),
          window_end_ms: analysis.window.endMs,
          model,
          mean_value: mean,
          lower_value: lower,
          upper_value: upper,
        })),
      );
    });

    test('a forecast has the backtest of its model in columns', async () => {
      const { store, database } = context();
      const withoutBacktest = { ...result(analysis.forecast), backtest: null };
      const other = { ...sampleAnalysis({ device: 'other' }), forecast: withoutBacktest };
      await store.writeBatch(batchOf([analysis, other]));
      const rows = await database.execute(
        `SELECT backtest_origin_count, backtest_scaled_error, backtest_last_value_error, backtest_coverage,
         backtest_interval_score FROM forecast ORDER BY backtest_origin_count DESC`,
      );
      const { backtest } = result(analysis.forecast);
      expect(rows.map((row) => Object.values(row))).toEqual([
        [
          backtest?.originCount,
          backtest?.meanAbsoluteScaledError,
          backtest?.lastValueError,
          backtest?.coverage,
          backtest?.intervalScore,
        ],
        [null, null, null, null, null],
      ]);
    });

    test('a stage without a result has no points, and its reason in its table', async () => {
      const { store, database } = context();
      const none = { reason: 'gap', detail: 'two hours without samples' };
      await store.writeBatch(batchOf([{ ...analysis, decomposition: none, forecast: none }]));
      expect(await database.execute('SELECT * FROM decomposition')).toEqual([]);
      expect(await database.execute('SELECT * FROM forecast_point')).toEqual([]);
      for (const table of ['decomposition_window', 'forecast']) {
        const rows = await database.execute(`SELECT reason, reason_detail, points FROM ${table}`);
        expect(rows.map((row) => ({ ...row }))).toEqual([
          { reason: none.reason, reason_detail: none.detail, points: null },
        ]);
      }
    });

    test('a bin width is a row of the aggregates', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([analysis]));
      const rows = await database.execute(
        'SELECT bin_ms, max_value, standard_deviation FROM aggregates ORDER BY bin_ms',
      );
      expect(rows.map((row) => ({ ...row }))).toEqual([
        { bin_ms: 3_600_000, max_value: 3, standard_deviation: 0.1 },
        { bin_ms: 10_800_000, max_value: 3, standard_deviation: null },
      ]);
    });

    test('1e308 and a denormal number are the same in arrays and in columns', async () => {
      const { store, database } = context();
      const extremes = Float64Array.of(1e308, Number.MIN_VALUE, 2.2e-17);
      await store.writeBatch(batchOf([{ ...analysis, autocorrelation: { values: extremes } }]));
      const inArray = await database.execute(
        'SELECT autocorrelation FROM autocorrelation ORDER BY lag_samples',
      );
      expect(inArray.map(({ autocorrelation }) => autocorrelation)).toEqual([...extremes]);
      const inColumn = await database.execute(`SELECT p_value FROM dickey_fuller`);
      expect(inColumn.map(({ p_value }) => p_value)).toEqual([1e-20]);
    });
  });
}

function result<Outcome extends object>(outcome: Outcome): Exclude<Outcome, Unavailable> {
  if (isUnavailable(outcome)) throw new Error('the example has a result');
  return outcome as Exclude<Outcome, Unavailable>;
}

const namesOf = ({ series, partition }: Analysis) => ({
  series: canonicalSeries(series),
  metric: series.metric,
  partition_name: partition,
});

const timeOf = (ms: number) => ({
  timestamp: new Date(ms).toISOString().slice(0, -1).replace('T', ' '),
  timestamp_ms: ms,
});

/** MySQL's drivers give times as text where they are asked to; some with microseconds. */
const plainTimes = (row: Record<string, unknown>): Record<string, unknown> => ({
  ...row,
  timestamp: String(row.timestamp).slice(0, 23),
});

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
