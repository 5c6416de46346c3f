import type { ConsumerPosition } from '@forewarn/core';
import type { SqlConnection } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import { upsertRows } from '../rows/upsert.js';

type ConsumerOffsetTables = {
  consumer_offset: {
    consumer_group: string;
    topic: string;
    partition_number: number;
    next_offset: number;
  };
};

const key = ['consumer_group', 'topic', 'partition_number'] as const;

/** The query for the offset to read next. */
export const nextOffsetQuery = (dialect: SqlDialect, position: ConsumerPosition) =>
  dialect.queries
    .withTables<ConsumerOffsetTables>()
    .selectFrom('consumer_offset')
    .select('next_offset')
    .where('consumer_group', '=', position.group)
    .where('topic', '=', position.topic)
    .where('partition_number', '=', position.partition);

/**
 * Locks the position until the transaction ends, so that of two writers one waits for the other.
 *
 * @returns the offset to read next; 0 for a position that was never written
 */
export async function lockPosition(
  connection: SqlConnection,
  dialect: SqlDialect,
  position: ConsumerPosition,
): Promise<number> {
  const query = nextOffsetQuery(dialect, position)
    .$if(dialect.hasRowLocks, (select) => select.forUpdate())
    .compile();
  const [row] = await connection.query(query);
  if (row !== undefined) return row.next_offset;
  // Whoever inserts first holds the lock; the other waits here and finds the row.
  await upsertRows(connection, dialect, { table: 'consumer_offset', key: [...key], keep: ['next_offset'] }, [
    positionRow(position, 0),
  ]);
  const [inserted] = await connection.query(query);
  return inserted?.next_offset ?? 0;
}

/** Stores the offset to read next. */
export const moveOffset = (
  connection: SqlConnection,
  dialect: SqlDialect,
  position: ConsumerPosition,
  nextOffset: number,
): Promise<void> =>
  upsertRows(connection, dialect, { table: 'consumer_offset', key: [...key] }, [
    positionRow(position, nextOffset),
  ]);

const positionRow = (position: ConsumerPosition, nextOffset: number) => ({
  consumer_group: position.group,
  topic: position.topic,
  partition_number: position.partition,
  next_offset: nextOffset,
});
