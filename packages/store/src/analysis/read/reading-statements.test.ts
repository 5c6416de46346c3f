import type { AnalysisReader } from '@forewarn/analysis';
import { analysisExamples } from '@forewarn/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnalysisWriter } from '../create-analysis-store.js';
import { type RecordedDatabase, recordedDatabase } from '../recorded-database.fixture.js';
import { createAnalysisReader } from './create-analysis-reader.js';

// One for all, since reading changes nothing: twenty series of one window each.
let database: RecordedDatabase;
let reader: AnalysisReader;
beforeAll(async () => {
  database = await recordedDatabase();
  const items = Array.from({ length: 20 }, (_, offset) => ({
    offset,
    value: analysisExamples.example(offset),
  }));
  const position = { group: 'storage', topic: 'prometheusdata', partition: 0 };
  await createAnalysisWriter(database).writeBatch({ position, items, nextOffset: 20 });
  reader = createAnalysisReader(database);
});
beforeEach(() => {
  database.asked.length = 0;
  database.onAsked = () => {};
});
afterAll(() => database.discard());

/** Of each statement that begins so, how many values it was asked with. */
const asked = (begin: string) =>
  database.asked.flatMap(({ sql, values }) => (sql.startsWith(begin) ? [values.length] : []));
/** How many series were asked for, query by query. */
const seriesLimits = () =>
  database.asked.flatMap(({ sql }) => {
    const limit = sql.match(/^select \* from "series".* limit (\d+)$/)?.[1];
    return limit === undefined ? [] : [Number(limit)];
  });

describe('reading', () => {
  test('asks for the histories of sixteen series at once in a range, whose windows are sorted for each page', async () => {
    const { items } = await reader.listForecasts({ startMs: 0 }, { limit: 100 });
    expect(items).toHaveLength(20);
    // Beside the series there is the start of the range.
    expect(asked('SELECT t.*')).toEqual([16 + 1, 4 + 1]);
  });

  test.each([{ startMs: 0 }, { endMs: Number.MAX_SAFE_INTEGER }])('takes %o for a range', async (range) => {
    await reader.listForecasts(range, { limit: 100 });
    expect(seriesLimits()).toEqual([16, 16]);
  });

  test('asks for the newest of all series at once', async () => {
    await reader.listForecasts({}, { limit: 100 });
    expect(asked('SELECT t.*')).toEqual([20]);
    await reader.listDecomposition({}, { limit: 100 });
    expect(asked('SELECT * FROM "decomposition_window"')).toEqual([20]);
  });

  test('asks for the bins of aggregates in their order, and for nothing of the kind elsewhere', async () => {
    await reader.listAggregates({}, { limit: 2 });
    await reader.listForecasts({}, { limit: 2 });
    const ends = database.asked.flatMap(({ sql }) => (sql.startsWith('SELECT t.*') ? [sql.slice(-13)] : []));
    expect(ends).toEqual([', t.bin_index', expect.not.stringContaining('bin_index')]);
  });

  test('asks for no more series than the page takes, and one, to know whether another page follows', async () => {
    await reader.listDecomposition({}, { limit: 2 });
    expect(seriesLimits()).toEqual([3]);
  });

  test('asks for nothing of no series', async () => {
    expect(await reader.listForecasts({ metric: 'none' }, { limit: 2 })).toEqual({ items: [] });
    expect(await reader.listDecomposition({ metric: 'none' }, { limit: 2 })).toEqual({ items: [] });
    expect(database.asked).toHaveLength(2);
  });

  test.each([
    ['a history', 'SELECT t.*', () => reader.listForecasts],
    ['the newest windows', 'SELECT * FROM', () => reader.listHodrickPrescott],
    ['the place of a cursor', 'select "sort_key"', () => reader.listSeries],
  ])('ends before %s when the caller turns away', async (_, begin, list) => {
    const { next: after = '' } = await list()({}, { limit: 1 });
    const caller = new AbortController();
    database.onAsked = ({ sql }) => {
      if (sql.startsWith(begin)) caller.abort();
    };
    const reading = list()({}, { limit: 1, after, signal: caller.signal });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(database.asked.at(-1)?.sql.startsWith(begin)).toBe(true);
  });
});
