import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { createQueryBuilder } from '../database/query-builder.js';
import type { OnConflict, SqlDialect } from '../database/sql-dialect.js';

/** SQLite 3.38 and newer. */
export function createSqliteDialect(): SqlDialect {
  const queries = createQueryBuilder({
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  });
  return {
    name: 'sqlite',
    queries,
    hasRowLocks: false,
    hasDeleteLimit: false,
    onConflict,
    tableQuery: (table) =>
      sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name = ${table}`.compile(
        queries,
      ),
  };
}

function onConflict({ key, update, notOlderBy }: OnConflict): string {
  const target = `ON CONFLICT (${key.join(', ')})`;
  if (update.length === 0) return `${target} DO NOTHING`;
  const assignments = update.map((column) => `${column} = excluded.${column}`).join(', ');
  const condition = notOlderBy === undefined ? '' : ` WHERE excluded.${notOlderBy} >= ${notOlderBy}`;
  return `${target} DO UPDATE SET ${assignments}${condition}`;
}
