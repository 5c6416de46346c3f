import type { Analysis, AnalysisQuery, StoredSeries } from '@forewarn/analysis';
import { type Cursor, canonicalSeries, type Page, type PageRequest } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnalysisStoreContext } from './analysis-store.js';
import { batchOf, firstEndMs, sampleAnalysis } from './analysis-store-examples.js';

const hourMs = 3_600_000;

type List = (query: AnalysisQuery, page: PageRequest) => Promise<Page<StoredSeries>>;

/** What a store promises about pages. */
export function pagingPromises(context: () => AnalysisStoreContext): void {
  describe('paging', () => {
    test('every item comes exactly once, in order, whatever the size of the pages', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(manySeries()));
      const history: readonly List[] = [
        store.listDickeyFuller,
        store.listAggregates,
        store.listForecasts,
        store.listExecutionTimes,
      ];
      const newest: readonly List[] = [
        store.listSeries,
        store.listAutocorrelation,
        store.listHodrickPrescott,
        store.listDecomposition,
      ];
      const query = fc.record({
        range: fc.constantFrom<AnalysisQuery>({}, { startMs: 0 }, { startMs: firstEndMs + hourMs }),
        filter: fc.constantFrom<AnalysisQuery>(
          {},
          { metric: 'disk_bytes' },
          { matchers: [{ name: 'device', operator: '=~', value: '.*[02468]' }] },
        ),
      });
      const list = fc.constantFrom(...history, ...newest);
      await fc.assert(
        fc.asyncProperty(
          list,
          query,
          fc.integer({ min: 1, max: 12 }),
          async (read, { range, filter }, limit) => {
            const all = (await read({ ...range, ...filter }, { limit: 1_000 })).items.map(nameOf);
            expect(all.length).toBeGreaterThan(0);
            expect(all).toEqual([...new Set(all)].sort(byCodePoints));
            expect(await readInPages(read, { ...range, ...filter }, limit)).toEqual(all);
          },
        ),
        { numRuns: 60 },
      );
    });

    test('series that differ only behind a very long common beginning come exactly once', async () => {
      const { store } = context();
      const device = 'x'.repeat(70_000);
      const analyses = Array.from({ length: 9 }, (_, at) => sampleAnalysis({ device: `${device}${at}` }));
      await store.writeBatch(batchOf(analyses));
      const names = await readInPages(store.listSeries, { metric: 'disk_bytes' }, 2);
      expect([...names].sort()).toEqual(analyses.map(nameOf).sort());
    });

    test('the last page has no cursor, also when it is full', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(['a', 'b'].map((device) => sampleAnalysis({ device }))));
      expect((await store.listSeries({}, { limit: 2 })).next).toBeUndefined();
      expect((await store.listSeries({}, { limit: 1 })).next).toEqual(expect.any(String));
      expect(await store.listForecasts({ metric: 'none' }, { limit: 1 })).toEqual({ items: [] });
    });

    test('series that appear behind the cursor are read, those before it are not', async () => {
      const { store } = context();
      await store.writeBatch(batchOf(['b', 'd'].map((device) => sampleAnalysis({ device }))));
      const first = await store.listSeries({}, { limit: 1 });
      await store.writeBatch(
        batchOf(
          ['a', 'c'].map((device) => sampleAnalysis({ device })),
          2,
        ),
      );
      const rest = await store.listSeries({}, { limit: 9, after: first.next ?? '' });
      expect(rest.items.map(({ partition }) => partition)).toEqual(['c', 'd']);
    });

    test('a page of what is no longer there is refused as a cursor of elsewhere', async () => {
      const { store, database } = context();
      await store.writeBatch(batchOf(['a', 'b'].map((device) => sampleAnalysis({ device }))));
      const { next: after = '' } = await store.listForecasts({ startMs: 0 }, { limit: 1 });
      for (const table of ['dickey_fuller', 'aggregates', 'forecast', 'execution_time'])
        await database.execute(`DELETE FROM ${table}`);
      for (const table of [
        'hodrick_prescott_window',
        'autocorrelation_window',
        'decomposition_window',
        'series',
      ])
        await database.execute(`DELETE FROM ${table}`);
      await expect(store.listForecasts({ startMs: 0 }, { limit: 1, after })).rejects.toMatchObject({
        code: 'invalid-request',
        details: { cursor: after },
      });
    });

    test.each(['', 'nonsense', 'bnVsbA', 'WzEsMiwzXQ', 'WyJhIl0', 'WzEsImEiXQ', 'Wzk5XQ'])(
      'the cursor "%s", which no page ended with, is refused',
      async (after) => {
        const { store } = context();
        await store.writeBatch(batchOf([sampleAnalysis()]));
        await expect(store.listSeries({}, { limit: 1, after })).rejects.toMatchObject({
          code: 'invalid-request',
        });
      },
    );

    test.each<[string, (id: number) => readonly unknown[]]>([
      ['a part more', (id) => [id, 1, 2]],
      ['a text for the number of a series', (id) => [String(id)]],
      ['a text for a time', (id) => [id, 'a']],
    ])('a cursor that has %s is refused, though there is such a series', async (_, partsOf) => {
      const { store } = context();
      await store.writeBatch(batchOf(manySeries()));
      const { next } = await store.listSeries({}, { limit: 1 });
      const [id] = JSON.parse(Buffer.from(next!, 'base64url').toString());
      const after = Buffer.from(JSON.stringify(partsOf(id))).toString('base64url');
      await expect(store.listSeries({}, { limit: 1, after })).rejects.toMatchObject({
        code: 'invalid-request',
      });
    });

    test.each([0, -1, 1.5, Number.NaN])('a page of %d items is refused', async (limit) => {
      await expect(context().store.listForecasts({}, { limit })).rejects.toMatchObject({
        code: 'invalid-request',
      });
    });
  });
}

/** Twenty series of two metrics, one to three windows each. */
const manySeries = (): Analysis[] =>
  Array.from({ length: 20 }, (_, at) =>
    Array.from({ length: 1 + (at % 3) }, (_, hour) => {
      const analysis = sampleAnalysis({ device: `ä💾"${at}`, endMs: firstEndMs + hour * hourMs });
      const metric = at < 14 ? 'disk_bytes' : 'disk';
      return { ...analysis, series: { ...analysis.series, metric } };
    }),
  ).flat();

const nameOf = ({ series, window }: StoredSeries): string => `${canonicalSeries(series)} ${window.endMs}`;

const byCodePoints = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function readInPages(list: List, query: AnalysisQuery, limit: number): Promise<string[]> {
  const names: string[] = [];
  let after: Cursor | undefined;
  do {
    const page: Page<StoredSeries> = await list(query, { limit, ...(after === undefined ? {} : { after }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    names.push(...page.items.map(nameOf));
    after = page.next;
  } while (after !== undefined);
  return names;
}
