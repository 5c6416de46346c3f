import type { Analysis } from '@forewarn/analysis';
import { analysisExamples } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnalysisWriter } from '../create-analysis-store.js';
import { type RecordedDatabase, recordedDatabase } from '../recorded-database.fixture.js';
import { seriesKey } from '../series-key.js';
import type { KeyedAnalysis } from './analysis-rows.js';
import { newestOfEachSeries } from './upsert-series.js';

let database: RecordedDatabase;
beforeEach(async () => {
  database = await recordedDatabase();
});
afterEach(() => database.discard());

const position = { group: 'storage', topic: 'prometheusdata', partition: 0 };
const batchOf = (analyses: readonly Analysis[], from = 0) => ({
  position,
  items: analyses.map((value, at) => ({ offset: from + at, value })),
  nextOffset: from + analyses.length,
});
const write = (analyses: readonly Analysis[], options = {}, from = 0) =>
  createAnalysisWriter(database).writeBatch(batchOf(analyses, from), options);
const examples = (count: number) => Array.from({ length: count }, (_, at) => analysisExamples.example(at));

/** The tables that were written, in order. */
const written = () =>
  database.asked.flatMap(({ sql }) => sql.match(/^(?:INSERT INTO|DELETE FROM) (\w+)/)?.[1] ?? []);

/** What is refused of a batch of this analysis alone. */
const refusal = (analysis: Analysis) =>
  write([analysis]).then(
    () => ({ code: 'written', message: '', details: {} }),
    (error) => error,
  );

describe('of several analyses of a series', () => {
  const of = (endMs: number, partition: string): KeyedAnalysis => {
    const analysis = examples(1)[0]!;
    const { window } = analysis;
    return {
      key: seriesKey(analysis.series),
      analysis: { ...analysis, partition, window: { ...window, endMs } },
    };
  };
  const newest = (...all: readonly KeyedAnalysis[]) =>
    newestOfEachSeries(all).map(({ analysis }) => analysis.partition);

  test('the one with the newest window says what the series is, wherever it stands', () => {
    expect(newest(of(60_000, 'a'), of(180_000, 'b'), of(120_000, 'c'))).toEqual(['b']);
  });

  test('of those with the same window the last does, as it is written last', () => {
    expect(newest(of(60_000, 'a'), of(60_000, 'b'))).toEqual(['b']);
  });
});

describe('the statements of a batch', () => {
  test('lock the series first, in the order of their ids, so that two writers do not wait for each other', async () => {
    await write(examples(9));
    const series = database.asked.find(({ sql }) => sql.startsWith('INSERT INTO series'));
    const ids = examples(9).map((analysis) => seriesKey(analysis.series).id);
    expect(series?.values.filter((value) => ids.includes(Number(value)))).toEqual(
      [...ids].sort((a, b) => a - b),
    );
    expect(written().slice(0, 2)).toEqual(['consumer_offset', 'series']);
  });

  test('are of twenty analyses at most, whose rows are made together', async () => {
    await write(examples(21));
    expect(written().filter((table) => table === 'series')).toHaveLength(2);
    expect(written().filter((table) => table === 'decomposition_window')).toHaveLength(2);
  });

  test('end with the table before which the caller turned away, and leave nothing', async () => {
    for (const table of ['series', 'dickey_fuller', 'hodrick_prescott_window', 'decomposition_window']) {
      const caller = new AbortController();
      database.asked.length = 0;
      database.onAsked = ({ sql }) => {
        if (sql.startsWith(`INSERT INTO ${table} `)) caller.abort();
      };
      const writing = write(examples(21), { signal: caller.signal });
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(written().at(-1)).toBe(table);
    }
    expect(await createAnalysisWriter(database).nextOffset(position)).toBeUndefined();
  });
});

describe('an analysis that is refused', () => {
  const [example] = examples(1) as [Analysis];

  test.each(['hodrickPrescott', 'decomposition'] as const)(
    'for a %s of another length than the window is told with both lengths',
    async (stage) => {
      const short = Object.fromEntries(
        Object.entries(example[stage]).map(([name, value]) => [
          name,
          value instanceof Float64Array ? value.slice(1) : value,
        ]),
      );
      const lengths = stage === 'decomposition' ? '5, 5, 5' : '5, 5';
      expect(await refusal({ ...example, [stage]: short })).toMatchObject({
        code: 'store-rejected',
        message: `${stage} of disk_bytes{device="d0",job="node"} has ${lengths} values for a window of 6 grid points and was not stored`,
        details: { field: stage, gridLength: 6 },
      });
    },
  );

  test('for one of its parts is too long is refused as for all', async () => {
    const { cycle, ...filter } = example.hodrickPrescott as {
      cycle: Float64Array;
      trend: Float64Array;
      lambda: number;
    };
    const hodrickPrescott = { ...filter, cycle: Float64Array.of(...cycle, 1) };
    expect(await refusal({ ...example, hodrickPrescott })).toMatchObject({ details: { gridLength: 6 } });
  });

  test('for its series has the id of another names the series', async () => {
    await write([example]);
    const zeros = new Uint8Array(32);
    await database.transaction((connection) =>
      connection.run('UPDATE series SET canonical_sha256 = ?', [zeros]),
    );
    const { id } = seriesKey(example.series);
    await expect(write([example], {}, 1)).rejects.toMatchObject({
      code: 'store-rejected',
      message: `the series disk_bytes{device="d0",job="node"} has the same id (${id}) as another series, which the tables cannot tell apart; it was not stored`,
      details: { series: 'disk_bytes{device="d0",job="node"}', id },
    });
  });
});
