import {
  type CallOptions,
  type DatabaseSchema,
  type Logger,
  silentLogger,
  type TopicBatch,
  type TopicStore,
  type WriteOutcome,
} from '@forewarn/core';
import { assertNotCancelled } from '../database/cancellation.js';
import type { SqlDatabase } from '../database/sql-database.js';
import { createSchema } from '../migration/create-schema.js';
import { pruneRows } from '../rows/prune-rows.js';
import { consumerOffsetsModule } from './consumer-offsets.js';
import { lockPosition, moveOffset, nextOffsetQuery } from './consumer-position.js';
import type { RowWriter } from './row-writer.js';

/**
 * Stores the values of a topic by its domain's rows, exactly once in effect: the rows and the offset to read next are
 * committed together. The same for every domain and every consumer group.
 *
 * @example
 * const store = createTopicStore(database, analysisRows);
 * await store.migrate();
 * await store.writeBatch({ position, items, nextOffset });
 */
export function createTopicStore<T>(
  database: SqlDatabase,
  rows: RowWriter<T>,
  logger: Logger = silentLogger,
): TopicStore<T> & DatabaseSchema {
  const { dialect } = database;
  return {
    ...createSchema(database, [consumerOffsetsModule, ...rows.modules], logger),
    writeBatch: (batch, options) => writeBatch(database, rows, batch, options),
    async nextOffset(position, options) {
      const [row] = await database.read(nextOffsetQuery(dialect, position).compile(), options);
      return row?.next_offset;
    },
    resetOffset: (position, nextOffset, options) =>
      database.transaction((connection) => moveOffset(connection, dialect, position, nextOffset), options),
    prune: (beforeMs, options) => pruneRows(database, rows.prunable ?? [], beforeMs, options),
  };
}

function writeBatch<T>(
  database: SqlDatabase,
  rows: RowWriter<T>,
  { position, items, nextOffset }: TopicBatch<T>,
  options: CallOptions = {},
): Promise<WriteOutcome> {
  const { dialect } = database;
  return database.transaction(async (connection) => {
    const stored = await lockPosition(connection, dialect, position);
    const fresh = items.filter(({ offset }) => offset >= stored);
    assertNotCancelled(options.signal);
    await rows.write(connection, dialect, fresh, options);
    if (nextOffset > stored) await moveOffset(connection, dialect, position, nextOffset);
    return { written: fresh.length, skipped: items.length - fresh.length };
  }, options);
}
