import type { CallOptions, Logger } from '@forewarn/core';
import { appliedMigrations, migrate } from './migration/migrate.js';
import { readMigrations } from './migration/migration-files.js';
import { assertCurrent } from './migration/schema-version.js';
import { createAnalysisReader } from './read/analysis-reader.js';
import { createSlaRepository } from './sla/sla-repository.js';
import type { SqlDatabase } from './sql/sql-database.js';
import type { Store } from './store.js';
import { moveOffset, nextOffsetQuery } from './write/consumer-position.js';
import { prune } from './write/prune.js';
import { writeBatch } from './write/write-batch.js';

/** The store on any database that speaks one of the dialects. */
export function createSqlStore(database: SqlDatabase, logger: Logger): Store {
  const { dialect } = database;
  return {
    ...createAnalysisReader(database),
    ...createSlaRepository(database),
    writeBatch: (batch, options) => writeBatch(database, batch, options),
    prune: (beforeMs, options) => prune(database, beforeMs, options),
    async nextOffset(position, options) {
      const [row] = await database.read(nextOffsetQuery(dialect, position).compile(), options);
      return row?.next_offset;
    },
    resetOffset: (position, nextOffset, options) =>
      database.transaction((connection) => moveOffset(connection, dialect, position, nextOffset), options),
    migrate: async (options) => migrate(database, await readMigrations(dialect.name), logger, options),
    check: (options) => check(database, options),
    close: () => database.close(),
  };
}

async function check(database: SqlDatabase, options: CallOptions = {}): Promise<void> {
  const applied = await database.read(appliedMigrations(database), options);
  assertCurrent(await readMigrations(database.dialect.name), applied);
}
