import { describe, expect, test } from 'vitest';
import { playedConnection } from '../database/played-connection.fixture.js';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.js';
import { type Row, upsertRows } from './upsert.js';

const sqlite = createSqliteDialect();
const rowsOf = (count: number, text = '') => Array.from({ length: count }, (_, id): Row => ({ id, text }));
const sizes = (asked: { sql: string }[]) => asked.map(({ sql }) => sql.split('(?, ?)').length - 1);

describe('an upsert', () => {
  test('writes rows by their columns, keeps key and what is to be kept, and null where a row has no value', async () => {
    const { connection, asked } = playedConnection();
    const target = { table: 't', key: ['id'], keep: ['name'], notOlderBy: 'at' };
    await upsertRows(connection, sqlite, target, [
      { id: 1, name: 'a', at: 5, x: 6 },
      { id: 2, name: 'b', at: 7 },
    ]);
    expect(asked).toEqual([
      {
        sql:
          'INSERT INTO t (id, name, at, x) VALUES (?, ?, ?, ?), (?, ?, ?, ?) ' +
          'ON CONFLICT (id) DO UPDATE SET at = excluded.at, x = excluded.x WHERE excluded.at >= at',
        values: [1, 'a', 5, 6, 2, 'b', 7, null],
      },
    ]);
  });

  test('updates the compared column though it is part of the key', async () => {
    const { connection, asked } = playedConnection();
    await upsertRows(connection, sqlite, { table: 't', key: ['at'], notOlderBy: 'at' }, [{ at: 1, x: 2 }]);
    expect(asked[0]?.sql).toContain('SET at = excluded.at, x = excluded.x WHERE excluded.at >= at');
  });

  test('asks nothing for no rows', async () => {
    const { connection, asked } = playedConnection();
    await upsertRows(connection, sqlite, { table: 't', key: ['id'] }, []);
    expect(asked).toEqual([]);
  });

  test.each([
    [1, [1]],
    [20, [20]],
    [21, [20, 1]],
    [45, [20, 20, 5]],
  ])('writes %d rows in statements of at most twenty: %j', async (count, expected) => {
    const { connection, asked } = playedConnection();
    await upsertRows(connection, sqlite, { table: 't', key: ['id'] }, rowsOf(count));
    expect(sizes(asked)).toEqual(expected);
    expect(asked.flatMap(({ values }) => values.filter((value) => typeof value === 'number'))).toEqual(
      rowsOf(count).map(({ id }) => id),
    );
  });

  test('writes no more than four million characters at once, but a longer row by itself', async () => {
    const { connection, asked } = playedConnection();
    const target = { table: 't', key: ['id'] };
    // A number counts as eight.
    await upsertRows(connection, sqlite, target, rowsOf(3, 'x'.repeat(2_000_000 - 8)));
    await upsertRows(connection, sqlite, target, rowsOf(3, 'x'.repeat(2_000_000 - 7)));
    await upsertRows(connection, sqlite, target, rowsOf(2, 'x'.repeat(5_000_000)));
    expect(sizes(asked)).toEqual([2, 1, 1, 1, 1, 1, 1]);
  });
});
