import type { AnalysisQuery } from '@forewarn/analysis';
import { openSqlite, type SqlDatabase } from '@forewarn/sql';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SeriesTable } from '../analysis-tables.js';
import { sortKeyOf } from '../series-key.js';
import { nextSeries, type SeriesPosition, seriesPosition } from './series-chunk.js';

const window = {
  window_start_ms: 0,
  window_end_ms: 60_000,
  window_step_ms: 60_000,
  sample_count: 2,
  missing_count: 0,
};

const rowOf = (id: number, changes: Partial<SeriesTable> = {}): SeriesTable => ({
  id,
  canonical_sha256: new Uint8Array(32),
  sort_key: Buffer.of(id),
  canonical: `up{id="${id}"}`,
  metric: 'up',
  partition_name: 'default',
  labels: JSON.stringify({ id: String(id) }),
  ...window,
  ...changes,
});
const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => rowOf(first + at));

let answers: object[][];
let asked: { sql: string; parameters: readonly unknown[] }[];
let signals: (AbortSignal | undefined)[];

/** Answers with rows that it is given, whatever it is asked: as a server does that compares texts in its own way. */
const database: SqlDatabase = {
  dialect: openSqlite({ file: ':memory:' }).dialect,
  transaction: async () => Promise.reject(new Error('nothing is written')),
  migrationTurn: async () => Promise.reject(new Error('nothing is written')),
  checkWritable: async () => {},
  close: async () => {},
  async read<Row>(
    { sql, parameters }: { sql: string; parameters: readonly unknown[] },
    options: { signal?: AbortSignal } = {},
  ) {
    asked.push({ sql, parameters });
    signals.push(options.signal);
    return (answers.shift() ?? []) as Row[];
  },
};

beforeEach(() => {
  answers = [];
  asked = [];
  signals = [];
});

const idsOf = ({ entries }: { entries: readonly { id: number }[] }) => entries.map(({ id }) => id);
const read = (query: AnalysisQuery, count = 2, from?: SeriesPosition, options = {}) =>
  nextSeries(database, query, from, count, options);
const limits = () => asked.map(({ sql }) => Number(sql.match(/limit (\d+)$/)?.[1]));
const even = { name: 'id', operator: '=~', value: '.*[02468]' } as const;

describe('the next series', () => {
  test('are no more than are asked for, and say where the next ones begin', async () => {
    answers = [rowsFrom(1, 2)];
    const chunk = await read({});
    expect([idsOf(chunk), chunk.isLast, chunk.end]).toEqual([
      [1, 2],
      false,
      { id: 2, sortKey: Buffer.of(2), isIncluded: false },
    ]);
    expect(limits()).toEqual([2]);
  });

  test('are the last where the database has fewer', async () => {
    answers = [rowsFrom(1, 1)];
    expect(await read({})).toMatchObject({ entries: [{ id: 1 }], isLast: true, end: { id: 1 } });
  });

  test('are none where the database has none, which is the end where it began', async () => {
    const from = { id: 7, sortKey: Buffer.of(7), isIncluded: false };
    expect(await read({}, 2, from)).toEqual({ entries: [], isLast: true, end: from });
    expect(await read({})).toEqual({ entries: [], isLast: true, end: undefined });
  });

  test('are looked for in five hundred rows at once where labels are compared, up to the last that fits', async () => {
    answers = [rowsFrom(1, 9)];
    const chunk = await read({ matchers: [even] });
    expect([idsOf(chunk), chunk.isLast, chunk.end?.id]).toEqual([[2, 4], false, 4]);
    expect(limits()).toEqual([500]);
  });

  test('are the last where no more of the rows have the labels', async () => {
    answers = [rowsFrom(1, 5)];
    const chunk = await read({ matchers: [even] });
    expect([idsOf(chunk), chunk.isLast, chunk.end?.id]).toEqual([[2, 4], true, 5]);
  });

  test('are looked for further on while no row has the labels, behind the last one', async () => {
    const none = { name: 'id', operator: '=', value: '501' } as const;
    answers = [rowsFrom(1, 500), rowsFrom(501, 3)];
    const chunk = await read({ matchers: [none] });
    expect([idsOf(chunk), chunk.isLast, asked.length]).toEqual([[501], true, 2]);
    expect(asked[1]?.parameters).toContain(500);
  });

  test('are as many rows as are asked for where those are more than five hundred', async () => {
    answers = [rowsFrom(1, 2)];
    await read({ matchers: [even] }, 600);
    expect(limits()).toEqual([600]);
  });

  test('are not those whose metric or partition has a space more, though a server takes them for equal', async () => {
    answers = [[rowOf(1, { metric: 'up ' }), rowOf(2)]];
    expect(idsOf(await read({ metric: 'up' }, 5))).toEqual([2]);
    answers = [[rowOf(1, { partition_name: 'default ' }), rowOf(2)]];
    expect(idsOf(await read({ partition: 'default' }, 5))).toEqual([2]);
  });

  test('are read for a caller that wants them, and no longer once it turns away', async () => {
    const caller = new AbortController();
    answers = [rowsFrom(1, 500)];
    const reading = read({ matchers: [{ ...even, value: 'none' }] }, 2, undefined, { signal: caller.signal });
    caller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(signals).toEqual([caller.signal]);
  });

  test('are all that a row has of a series', async () => {
    answers = [[rowOf(1)]];
    expect((await read({})).entries).toEqual([
      {
        id: 1,
        sortKey: Buffer.of(1),
        series: { metric: 'up', labels: { id: '1' } },
        partition: 'default',
        window: { startMs: 0, endMs: 60_000, stepMs: 60_000, sampleCount: 2, missingCount: 0 },
      },
    ]);
  });
});

describe('the query for series', () => {
  test.each([
    ['up', 'up', 'up~'],
    ['http.requests', '{"http.requests"', '{"http.requests"~'],
  ])('asks for the metric %s where its keys are', async (metric, first, behind) => {
    await read({ metric });
    expect(asked[0]).toEqual({
      sql: 'select * from "series" where "metric" = ? and "sort_key" >= ? and "sort_key" < ? order by "sort_key", "id" limit 2',
      parameters: [metric, sortKeyOf(first), sortKeyOf(behind)],
    });
  });

  test.each([
    [999, 3],
    [1_000, 2],
    [1_001, 2],
  ])(
    'of a metric of %d bytes has %d values: a key that is cut off has no character behind it',
    async (bytes, values) => {
      await read({ metric: 'x'.repeat(bytes) });
      expect(asked[0]?.parameters).toHaveLength(values);
    },
  );

  test('asks for a partition by its name', async () => {
    await read({ partition: 'default' });
    expect(asked[0]?.sql).toContain('where "partition_name" = ? order by');
  });

  test.each([
    [true, '>='],
    [false, '>'],
  ])(
    'that goes on with the series itself included (%s) compares its id by %s',
    async (isIncluded, operator) => {
      await read({}, 2, { id: 7, sortKey: Buffer.of(9), isIncluded });
      expect(asked[0]).toEqual({
        sql: `select * from "series" where "sort_key" >= ? and ("sort_key" > ? or "id" ${operator} ?) order by "sort_key", "id" limit 2`,
        parameters: [Buffer.of(9), Buffer.of(9), 7],
      });
    },
  );
});

test('the place of a series is looked up by its id, and there is none of one that is gone', async () => {
  answers = [[{ sort_key: Buffer.of(9) }]];
  const { signal } = new AbortController();
  expect(await seriesPosition(database, 7, true, { signal })).toEqual({
    id: 7,
    sortKey: Buffer.of(9),
    isIncluded: true,
  });
  expect(asked).toEqual([{ sql: 'select "sort_key" from "series" where "id" = ?', parameters: [7] }]);
  expect(signals).toEqual([signal]);
  expect(await seriesPosition(database, 8, true, {})).toBeUndefined();
});
