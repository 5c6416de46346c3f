import type { AnalysisQuery } from '@forewarn/analysis';
import type { PageRequest } from '@forewarn/core';
import { describe, expect, test } from 'vitest';
import type { AnalysisStoreContext } from './analysis-store.js';
import { batchOf, firstEndMs, sampleAnalysis } from './analysis-store-examples.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const page: PageRequest = { limit: 100 };

/** Which analyses, and which parts of them, a store promises to belong to a range of times. */
export function rangePromises(context: () => AnalysisStoreContext): void {
  describe('reading a range', () => {
    test('histories are read by window end, both ends included; without a range the newest is read', async () => {
      const { store } = context();
      const analyses = [0, 1, 2, 3].map((hour) =>
        sampleAnalysis({ endMs: firstEndMs + hour * hourMs, seed: hour }),
      );
      await store.writeBatch(batchOf(analyses));
      const middle = { startMs: firstEndMs + hourMs, endMs: firstEndMs + 2 * hourMs };
      const lists = [
        store.listDickeyFuller,
        store.listAggregates,
        store.listForecasts,
        store.listExecutionTimes,
      ];
      for (const list of lists) {
        const ends = async (query: AnalysisQuery) =>
          (await list(query, page)).items.map(({ window }) => (window.endMs - firstEndMs) / hourMs);
        expect(await ends(middle)).toEqual([1, 2]);
        expect(await ends({ startMs: middle.endMs })).toEqual([2, 3]);
        expect(await ends({ endMs: middle.startMs })).toEqual([0, 1]);
        expect(await ends({})).toEqual([3]);
        expect(await ends({ startMs: middle.endMs + 1, endMs: middle.endMs + 2 })).toEqual([]);
      }
      const aggregates = await store.listAggregates(middle, page);
      expect(aggregates.items.map(({ result }) => result)).toEqual(
        [1, 2].map((at) => analyses[at]?.aggregates),
      );
    });

    test('in a range the decomposition and the Hodrick–Prescott parts are those of its points', async () => {
      const { store } = context();
      const analysis = sampleAnalysis({ points: 10 });
      await store.writeBatch(batchOf([analysis]));
      const at = (index: number) => analysis.window.startMs + index * minuteMs;
      // Between the points 2 and 3, up to exactly the point 6.
      const range = { startMs: at(2) + 1, endMs: at(6) };
      const cut = <T extends object>(result: T) =>
        Object.fromEntries(
          Object.entries(result).map(([name, value]) => [
            name,
            value instanceof Float64Array ? value.slice(3, 7) : value,
          ]),
        );
      const window = { ...analysis.window, startMs: at(3), endMs: at(6) };
      const [decomposition] = (await store.listDecomposition(range, page)).items;
      expect(decomposition).toMatchObject({ window });
      expect(decomposition?.result).toEqual(cut(analysis.decomposition));
      const [filtered] = (await store.listHodrickPrescott(range, page)).items;
      expect(filtered).toMatchObject({ window });
      expect(filtered?.result).toEqual(cut(analysis.hodrickPrescott));
      expect((await store.listDecomposition({ startMs: at(10) }, page)).items).toEqual([]);
      expect((await store.listHodrickPrescott({ endMs: at(0) - 1 }, page)).items).toEqual([]);
    });

    test('in a range is the autocorrelation of a window that ends there, whole', async () => {
      const { store } = context();
      const analysis = sampleAnalysis();
      await store.writeBatch(batchOf([analysis]));
      const { endMs } = analysis.window;
      for (const range of [{ startMs: endMs }, { endMs }, { startMs: endMs, endMs }]) {
        const { items } = await store.listAutocorrelation(range, page);
        expect(items).toMatchObject([{ window: analysis.window }]);
        expect(items[0]?.result).toEqual(analysis.autocorrelation);
      }
      for (const range of [{ startMs: endMs + 1 }, { endMs: endMs - 1 }]) {
        expect((await store.listAutocorrelation(range, page)).items).toEqual([]);
      }
    });

    test('in a range are the series whose newest window has a part in it', async () => {
      const { store } = context();
      const analysis = sampleAnalysis();
      await store.writeBatch(batchOf([analysis]));
      const { startMs, endMs } = analysis.window;
      for (const range of [{}, { startMs: endMs }, { endMs: startMs }, { startMs, endMs }]) {
        expect((await store.listSeries(range, page)).items).toMatchObject([{ window: analysis.window }]);
      }
      for (const range of [{ startMs: endMs + 1 }, { endMs: startMs - 1 }]) {
        expect((await store.listSeries(range, page)).items).toEqual([]);
      }
    });

    test('a range that begins or ends between two points has the points within', async () => {
      const { store } = context();
      const analysis = sampleAnalysis({ points: 4 });
      await store.writeBatch(batchOf([analysis]));
      const at = (index: number) => analysis.window.startMs + index * minuteMs;
      const pointsIn = async (range: AnalysisQuery) => {
        const [item] = (await store.listHodrickPrescott(range, page)).items;
        return item && [item.window.startMs, item.window.endMs];
      };
      expect(await pointsIn({ startMs: at(0) - 1, endMs: at(3) + 1 })).toEqual([at(0), at(3)]);
      expect(await pointsIn({ startMs: at(1) })).toEqual([at(1), at(3)]);
      expect(await pointsIn({ endMs: at(2) + 1 })).toEqual([at(0), at(2)]);
      expect(await pointsIn({ startMs: at(3), endMs: at(3) })).toEqual([at(3), at(3)]);
      expect(await pointsIn({ startMs: at(1) + 1, endMs: at(2) - 1 })).toBeUndefined();
    });

    test('a stage without a result has none in a range either', async () => {
      const { store } = context();
      const gap = { reason: 'gap', detail: '' };
      const analysis = { ...sampleAnalysis({ points: 4 }), hodrickPrescott: gap, decomposition: gap };
      await store.writeBatch(batchOf([analysis]));
      const range = { startMs: analysis.window.endMs };
      for (const list of [store.listHodrickPrescott, store.listDecomposition]) {
        expect((await list(range, page)).items.map(({ result }) => result)).toEqual([gap]);
      }
    });
  });
}
