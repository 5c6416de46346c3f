import type { Analysis } from '@forewarn/analysis';
import { describe, expect, test } from 'vitest';
import { type AnalysisStoreContext, analysisTables } from './analysis-store.js';
import { batchOf, firstEndMs, position, sampleAnalysis } from './analysis-store-examples.js';
import { dumpTables } from './sql-test-database.js';
import { writeUntilDone } from './write-until-done.js';

const hourMs = 3_600_000;

/** What a store of analyses promises about writing, beyond any `TopicStore`. */
export function writingPromises(context: () => AnalysisStoreContext): void {
  describe('writing', () => {
    test('writers of several partitions that share series end with the newest window', async () => {
      const { store, open, database } = context();
      const stores = [store, open(), open()];
      await Promise.all(
        stores.map((writer, partition) => {
          const endMs = firstEndMs + partition * hourMs;
          const analyses = ['a', 'b', 'c'].map((device) => sampleAnalysis({ device, endMs }));
          return writeUntilDone(writer, batchOf(analyses, 0, { ...position, partition }));
        }),
      );
      const ends = await database.execute('SELECT DISTINCT window_end_ms FROM decomposition_window');
      expect(ends).toEqual([{ window_end_ms: firstEndMs + 2 * hourMs }]);
      expect((await store.listForecasts({ startMs: 0 }, { limit: 100 })).items).toHaveLength(9);
    });

    test.each<[string, Partial<Analysis>]>([
      ['an infinite number in a column', { dickeyFuller: infiniteStatistic() }],
      [
        'an infinite number in an array',
        { autocorrelation: { values: Float64Array.of(Number.POSITIVE_INFINITY) } },
      ],
      [
        'fewer values than the window has grid points',
        { hodrickPrescott: { lambda: 1, cycle: new Float64Array(2), trend: new Float64Array(2) } },
      ],
      ['a reason longer than its column', { decomposition: { reason: 'x'.repeat(256), detail: '' } }],
    ])('a batch with %s is refused and leaves nothing', async (_, flaw) => {
      const { store, database } = context();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      const before = await dumpTables(database, analysisTables);
      const bad = { ...sampleAnalysis({ device: 'sdb' }), ...flaw };
      const batch = batchOf([sampleAnalysis({ seed: 1 }), bad, sampleAnalysis({ device: 'sdc' })], 1);
      await expect(store.writeBatch(batch)).rejects.toMatchObject({ code: 'store-rejected' });
      expect(await dumpTables(database, analysisTables)).toEqual(before);
    });

    test('a series that shares its id with another is refused, not mixed up', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      await database.execute(
        "UPDATE series SET canonical_sha256 = X'0000000000000000000000000000000000000000000000000000000000000000'",
      );
      const write = store.writeBatch(batchOf([sampleAnalysis({ seed: 1 })], 1));
      await expect(write).rejects.toMatchObject({
        code: 'store-rejected',
        details: { id: expect.any(Number) },
      });
    });

    test('an older window that arrives later joins the history but never replaces the newest', async () => {
      const { store } = context();
      const newer = sampleAnalysis({ endMs: firstEndMs + hourMs, seed: 2 });
      const older = sampleAnalysis({ endMs: firstEndMs, seed: 1 });
      await store.writeBatch(batchOf([newer]));
      await store.writeBatch(batchOf([{ ...older, partition: 'renamed' }], 1));
      const [decomposition] = (await store.listDecomposition({}, { limit: 5 })).items;
      expect(decomposition?.result).toEqual(newer.decomposition);
      const [forecast] = (await store.listForecasts({}, { limit: 5 })).items;
      expect(forecast?.result).toEqual(newer.forecast);
      const history = await store.listForecasts({ startMs: firstEndMs }, { limit: 5 });
      expect(history.items.map(({ result }) => result)).toEqual([older.forecast, newer.forecast]);
      const [series] = (await store.listSeries({}, { limit: 5 })).items;
      expect(series).toMatchObject({ partition: newer.partition, window: newer.window });
    });

    test('of several windows of a series in one batch the newest is kept, whatever their order', async () => {
      const { store } = context();
      const ends = [1, 3, 0, 2].map((hours) => firstEndMs + hours * hourMs);
      const analyses = ends.map((endMs, seed) => sampleAnalysis({ endMs, seed }));
      await store.writeBatch(batchOf(analyses));
      const [kept] = (await store.listAutocorrelation({}, { limit: 5 })).items;
      expect(kept?.result).toEqual(analyses[1]?.autocorrelation);
    });

    test('an analysis of the same window takes the place of the earlier one, with all its bins', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf([sampleAnalysis({ seed: 1 })]));
      const second: Analysis = {
        ...sampleAnalysis({ seed: 2 }),
        aggregates: { reason: 'gap', detail: '2 h' },
      };
      await store.writeBatch(batchOf([second], 1));
      const [aggregates] = (await store.listAggregates({}, { limit: 5 })).items;
      expect(aggregates?.result).toEqual(second.aggregates);
      expect(await database.execute('SELECT bin_index FROM aggregates')).toHaveLength(1);
      const [decomposition] = (await store.listDecomposition({}, { limit: 5 })).items;
      expect(decomposition?.result).toEqual(second.decomposition);
    });

    test('pruning deletes what is older, but never the newest of a series', async () => {
      const { store, database } = context();
      const hours = [0, 1, 2, 3];
      const analyses = [
        ...hours.map((hour) => sampleAnalysis({ device: 'live', endMs: firstEndMs + hour * hourMs })),
        sampleAnalysis({ device: 'dead', endMs: firstEndMs - 9 * hourMs }),
      ];
      await store.writeBatch(batchOf(analyses));
      // Three tables with a row a window and one with a row for each of two bins, two windows each.
      expect(await store.prune(firstEndMs + 2 * hourMs)).toBe(2 * 3 + 2 * 2);
      expect(await store.prune(firstEndMs + 9 * hourMs)).toBe(3 + 2);
      expect(await store.prune(firstEndMs + 9 * hourMs)).toBe(0);
      const kept = await database.execute('SELECT window_end_ms FROM execution_time ORDER BY window_end_ms');
      expect(kept.map(({ window_end_ms }) => window_end_ms)).toEqual([
        firstEndMs - 9 * hourMs,
        firstEndMs + 3 * hourMs,
      ]);
      expect((await store.listAggregates({}, { limit: 5 })).items).toHaveLength(2);
    });

    test('pruning goes on until nothing old is left, however much there is', async () => {
      const { store, database } = context();
      const analyses = Array.from({ length: 1_100 }, (_, at) =>
        sampleAnalysis({ endMs: firstEndMs + at * 60_000 }),
      );
      await store.writeBatch(batchOf(analyses));
      await store.prune(Number.MAX_SAFE_INTEGER);
      for (const [table, rows] of [
        ['forecast', 1],
        ['aggregates', 2],
      ] as const) {
        expect(await database.execute(`SELECT window_end_ms FROM ${table}`)).toHaveLength(rows);
      }
    });
  });
}

const infiniteStatistic = (): Analysis['dickeyFuller'] => ({
  statistic: Number.NEGATIVE_INFINITY,
  pValue: 0,
  usedLag: 0,
  observations: 9,
  criticalValues: { '1%': 0, '5%': 0, '10%': 0 },
  stationary: true,
});
