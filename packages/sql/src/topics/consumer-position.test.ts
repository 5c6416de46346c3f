import { describe, expect, test } from 'vitest';
import { playedConnection } from '../database/played-connection.fixture.js';
import { createMysqlDialect } from '../mysql/mysql-dialect.js';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.js';
import { lockPosition } from './consumer-position.js';

const sqlite = createSqliteDialect();

describe('the lock of a position', () => {
  const position = { group: 'g', topic: 't', partition: 3 };
  const select =
    'select "next_offset" from "consumer_offset" where "consumer_group" = ? and "topic" = ? and "partition_number" = ?';

  test('is its row, where it was written before', async () => {
    const { connection, asked } = playedConnection([[{ next_offset: 7 }]]);
    expect(await lockPosition(connection, sqlite, position)).toBe(7);
    expect(asked).toEqual([{ sql: select, values: ['g', 't', 3] }]);
  });

  test('is locked for update where the database has locks of rows', async () => {
    const { connection, asked } = playedConnection([[{ next_offset: 7 }]]);
    await lockPosition(connection, createMysqlDialect(), position);
    expect(asked[0]?.sql).toBe(`${select.replaceAll('"', '`')} for update`);
  });

  test('is a row that is made of it, and what another made of it meanwhile', async () => {
    const { connection, asked } = playedConnection([[], [{ next_offset: 5 }]]);
    expect(await lockPosition(connection, sqlite, position)).toBe(5);
    expect(asked[1]).toEqual({
      sql:
        'INSERT INTO consumer_offset (consumer_group, topic, partition_number, next_offset) VALUES (?, ?, ?, ?) ' +
        'ON CONFLICT (consumer_group, topic, partition_number) DO NOTHING',
      values: ['g', 't', 3, 0],
    });
    expect(asked).toHaveLength(3);
  });
});
