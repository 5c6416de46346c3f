import type { Analysis, AnalysisQuery, StoredResult } from '@forewarn/analysis';
import { canonicalSeries, type PageRequest, type Series } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnalysisStore, AnalysisStoreContext } from './analysis-store.js';
import { anyAnalysis } from './analysis-store-arbitraries.js';
import { batchOf, sampleAnalysis } from './analysis-store-examples.js';

const minuteMs = 60_000;
const page: PageRequest = { limit: 100 };

/** What a store promises about reading. */
export function readingPromises(context: () => AnalysisStoreContext): void {
  describe('reading', () => {
    test('whatever is written is read back equal', async () => {
      const { store } = context();
      let offset = 0;
      const batches = fc.uniqueArray(anyAnalysis, {
        selector: ({ series }) => canonicalSeries(series),
        minLength: 1,
        maxLength: 5,
      });
      await fc.assert(
        fc.asyncProperty(batches, async (drawn) => {
          // Windows must grow for a series that was drawn before.
          const analyses = drawn.map((analysis) => laterBy(analysis, offset * 1_000 * minuteMs));
          await store.writeBatch(batchOf(analyses, offset));
          offset += analyses.length;
          for (const analysis of analyses) expect(await readBack(store, analysis)).toEqual(analysis);
        }),
        { numRuns: 40 },
      );
    });

    test('a stage without a result is read back with its reason', async () => {
      const { store } = context();
      const none = { reason: 'constant-series', detail: 'all 6 samples are 3' };
      const analysis: Analysis = {
        ...sampleAnalysis(),
        dickeyFuller: none,
        hodrickPrescott: none,
        autocorrelation: none,
        decomposition: none,
        aggregates: none,
        forecast: none,
      };
      await store.writeBatch(batchOf([analysis]));
      expect(await readBack(store, analysis)).toEqual(analysis);
    });

    test('a window of 10,080 grid points is read back whole', async () => {
      const { store } = context();
      const analysis = sampleAnalysis({ points: 10_080 });
      await store.writeBatch(batchOf([analysis]));
      expect(await readBack(store, analysis)).toEqual(analysis);
    });

    test.each<[string, AnalysisQuery, readonly string[]]>([
      ['a metric', { metric: 'disk' }, ['disk', 'disk{device="sda ",job="b"}', 'disk{device="sda"}']],
      ['a metric in its own case only', { metric: 'Disk' }, ['Disk{device="sda"}']],
      ['a metric that is not there', { metric: 'dis' }, []],
      [
        'a partition',
        { partition: 'sda' },
        ['Disk{device="sda"}', 'disk_io{device="sda"}', 'disk{device="sda"}'],
      ],
      ['a partition with a space at its end', { partition: 'sda ' }, ['disk{device="sda ",job="b"}']],
      ['metric and partition', { metric: 'disk', partition: 'sda' }, ['disk{device="sda"}']],
      [
        'an equal label',
        { matchers: [{ name: 'job', operator: '=', value: 'b' }] },
        ['disk{device="sda ",job="b"}'],
      ],
      [
        'an absent label',
        { metric: 'disk', matchers: [{ name: 'device', operator: '=', value: '' }] },
        ['disk'],
      ],
      [
        'an unequal label',
        { metric: 'disk', matchers: [{ name: 'device', operator: '!=', value: 'sda' }] },
        ['disk', 'disk{device="sda ",job="b"}'],
      ],
      [
        'a pattern',
        { matchers: [{ name: 'device', operator: '=~', value: 'sd[a-c] ' }] },
        ['disk{device="sda ",job="b"}'],
      ],
      [
        'a pattern that must not match',
        { metric: 'disk', matchers: [{ name: 'device', operator: '!~', value: 'sd.*' }] },
        ['disk'],
      ],
    ])('%s selects exactly the series that have it', async (_, query, expected) => {
      const { store } = context();
      const series = [
        { metric: 'disk', labels: {} },
        { metric: 'disk', labels: { device: 'sda' } },
        { metric: 'disk', labels: { device: 'sda ', job: 'b' } },
        { metric: 'Disk', labels: { device: 'sda' } },
        { metric: 'disk_io', labels: { device: 'sda' } },
      ];
      await store.writeBatch(
        batchOf(
          series.map((each) => ({ ...sampleAnalysis(), series: each, partition: each.labels.device ?? '' })),
        ),
      );
      const listed = [
        await store.listSeries(query, page),
        await store.listDecomposition(query, page),
        await store.listForecasts({ ...query, startMs: 0 }, page),
      ];
      for (const { items } of listed) {
        expect(items.map((item) => canonicalSeries(item.series))).toEqual(expected);
      }
    });

    test.each<[string, AnalysisQuery, string[]]>([
      [
        'a metric with dots',
        { metric: 'http.requests' },
        ['{"http.requests","service.name"="a"}', '{"http.requests"}'],
      ],
      ['a metric that is the beginning of another', { metric: 'http' }, ['http{"service.name"="b"}']],
      ['a metric with a quote', { metric: 'http.requests"' }, ['{"http.requests\\""}']],
      ['a metric with a space at its end', { metric: 'http.requests ' }, ['{"http.requests "}']],
      ['a metric beyond 1000 bytes', { metric: 'é'.repeat(600) }, [`{"${'é'.repeat(600)}","ü"="1"}`]],
      [
        'a label with dots',
        { matchers: [{ name: 'service.name', operator: '=~', value: 'a|b' }] },
        ['http{"service.name"="b"}', '{"http.requests","service.name"="a"}'],
      ],
      [
        'a label with an accent',
        { matchers: [{ name: 'ü', operator: '=', value: '1' }] },
        [`{"${'é'.repeat(600)}","ü"="1"}`],
      ],
    ])('%s selects by names that are any text', async (_, query, expected) => {
      const { store } = context();
      const series: Series[] = [
        { metric: 'http', labels: { 'service.name': 'b' } },
        { metric: 'http.requests', labels: {} },
        { metric: 'http.requests', labels: { 'service.name': 'a' } },
        { metric: 'http.requests"', labels: {} },
        { metric: 'http.requests ', labels: {} },
        { metric: 'HTTP.requests', labels: {} },
        { metric: 'é'.repeat(600), labels: { ü: '1' } },
      ];
      await store.writeBatch(batchOf(series.map((each) => ({ ...sampleAnalysis(), series: each }))));
      const { items } = await store.listSeries(query, page);
      expect(items.map((item) => canonicalSeries(item.series))).toEqual(expected);
    });

    test('a pattern that is no regular expression is refused', async () => {
      const query: AnalysisQuery = { matchers: [{ name: 'a', operator: '=~', value: '(' }] };
      await expect(context().store.listSeries(query, page)).rejects.toMatchObject({
        code: 'invalid-selector',
      });
    });

    test('a cancelled read is rejected as cancelled', async () => {
      const { store } = context();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      const cancelled: PageRequest = { limit: 1, signal: AbortSignal.abort() };
      for (const list of [store.listSeries, store.listForecasts, store.listDecomposition]) {
        await expect(list({}, cancelled)).rejects.toMatchObject({ code: 'cancelled' });
      }
    });
  });
}

const laterBy = (analysis: Analysis, ms: number): Analysis => ({
  ...analysis,
  window: { ...analysis.window, startMs: analysis.window.startMs + ms, endMs: analysis.window.endMs + ms },
});

/** The analysis put together again from all that the store has of it. */
async function readBack(store: AnalysisStore, { series, partition }: Analysis): Promise<unknown> {
  const query: AnalysisQuery = { metric: series.metric, partition };
  const only = async <T>(
    list: (query: AnalysisQuery, page: PageRequest) => Promise<{ items: readonly StoredResult<T>[] }>,
  ) => {
    const { items } = await list(query, { limit: 1_000 });
    const own = items.filter((item) => canonicalSeries(item.series) === canonicalSeries(series));
    expect(own).toHaveLength(1);
    return own[0];
  };
  const executionTimes = await only(store.listExecutionTimes);
  return {
    series: executionTimes?.series,
    partition: executionTimes?.partition,
    window: executionTimes?.window,
    dickeyFuller: (await only(store.listDickeyFuller))?.result,
    hodrickPrescott: (await only(store.listHodrickPrescott))?.result,
    autocorrelation: (await only(store.listAutocorrelation))?.result,
    decomposition: (await only(store.listDecomposition))?.result,
    aggregates: (await only(store.listAggregates))?.result,
    forecast: (await only(store.listForecasts))?.result,
    executionTimes: executionTimes?.result,
  };
}
