import type { Database, Series } from '@forewarn/core';
import { dayMs, minuteMs, type SeriesTally, type TallyRepository, tallyDay } from '@forewarn/slo';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';

const noonMs = Date.UTC(2026, 10, 21, 12);
const firstMs = Date.UTC(2026, 10, 21);
const up: Series = { metric: 'up', labels: { job: 'für "alle" 💾', 'service.name': 'a' } };
const other: Series = { metric: 'up', labels: {} };

/** Three minutes behind noon, of which the second is outside. */
const samplesFrom = (fromMs: number, weights?: Float64Array) => ({
  timesMs: Float64Array.of(fromMs, fromMs + minuteMs, fromMs + 2 * minuteMs),
  values: Float64Array.of(1, 0.25, 1),
  ...(weights && { weights }),
});
const rule = { bounds: { min: 0.5 } };
const tallyOf = (series: Series, startMs: number, weights?: Float64Array): SeriesTally => ({
  series,
  tally: tallyDay(samplesFrom(startMs + 12 * 3_600_000, weights), rule, startMs, [
    { startMs: noonMs, endMs: noonMs + minuteMs },
  ]),
});
const all = { startMs: 0, endMs: noonMs + 10 * dayMs };

/**
 * Every promise of the port `TallyRepository`, as tests. Each adapter runs them.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function tallyRepositoryContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<TallyRepository & Database>>,
): void {
  describe(`${name} keeps the promises of a repository of tallies`, () => {
    const context = sqlStoreContext(createDatabase);

    test('days are read back as they were written, oldest first, with and without events', async () => {
      const { store } = context();
      const counted = tallyOf(up, firstMs, Float64Array.of(10, 8, 2));
      const later = tallyOf(up, firstMs + dayMs);
      await store.writeTallies('a', firstMs + dayMs, [later]);
      await store.writeTallies('a', firstMs, [counted]);
      expect(await store.listTallies('a', all)).toEqual({
        days: [firstMs, firstMs + dayMs],
        tallies: [counted, later],
      });
    });

    test('a day on which there was no series is known to be tallied', async () => {
      const { store } = context();
      await store.writeTallies('a', firstMs, []);
      expect(await store.listTallies('a', all)).toEqual({ days: [firstMs], tallies: [] });
    });

    test('a range has the days that begin in it, and a key those of its own', async () => {
      const { store } = context();
      for (const day of [0, 1, 2, 3])
        await store.writeTallies('a', firstMs + day * dayMs, [tallyOf(other, firstMs + day * dayMs)]);
      await store.writeTallies('b', firstMs, []);
      const range = { startMs: firstMs + dayMs, endMs: firstMs + 3 * dayMs };
      const { days, tallies } = await store.listTallies('a', range);
      expect(days).toEqual([firstMs + dayMs, firstMs + 2 * dayMs]);
      expect(tallies.map(({ tally }) => tally.startMs)).toEqual(days);
      expect((await store.listTallies('b', all)).days).toEqual([firstMs]);
      expect(await store.listTallies('c', all)).toEqual({ days: [], tallies: [] });
    });

    test('a day that several processes write at once is there once', async () => {
      const { store, open } = context();
      const tallies = [tallyOf(up, firstMs), tallyOf(other, firstMs)];
      await Promise.all([store, open(), store].map((each) => each.writeTallies('a', firstMs, tallies)));
      const found = await store.listTallies('a', all);
      expect(found.days).toEqual([firstMs]);
      expect(found.tallies).toHaveLength(2);
      expect(found.tallies).toEqual(expect.arrayContaining(tallies));
    });

    test('many series of a day are kept', async () => {
      const { store } = context();
      const many = Array.from({ length: 45 }, (_, at) =>
        tallyOf({ metric: 'up', labels: { pod: String(at) } }, firstMs),
      );
      await store.writeTallies('a', firstMs, many);
      expect((await store.listTallies('a', all)).tallies).toHaveLength(45);
    });

    test('days that are older than a time are deleted, with all that is tallied of them', async () => {
      const { store } = context();
      for (const key of ['a', 'b'])
        for (const day of [0, 1])
          await store.writeTallies(key, firstMs + day * dayMs, [tallyOf(up, firstMs + day * dayMs)]);
      expect(await store.pruneTallies(firstMs + dayMs)).toBe(4);
      for (const key of ['a', 'b']) {
        const { days, tallies } = await store.listTallies(key, all);
        expect(days).toEqual([firstMs + dayMs]);
        expect(tallies).toHaveLength(1);
      }
    });
  });
}
