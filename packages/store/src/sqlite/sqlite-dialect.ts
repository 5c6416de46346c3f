import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { createQueryBuilder } from '../sql/query-builder.js';
import type { OnConflict, SqlDialect } from '../sql/sql-dialect.js';

/** SQLite 3.38 and newer. */
export const createSqliteDialect = (): SqlDialect => ({
  name: 'sqlite',
  queries: createQueryBuilder({
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }),
  hasRowLocks: false,
  hasDeleteLimit: false,
  onConflict,
});

function onConflict({ key, update, notOlderBy }: OnConflict): string {
  const target = `ON CONFLICT (${key.join(', ')})`;
  if (update.length === 0) return `${target} DO NOTHING`;
  const assignments = update.map((column) => `${column} = excluded.${column}`).join(', ');
  const condition = notOlderBy === undefined ? '' : ` WHERE excluded.${notOlderBy} >= ${notOlderBy}`;
  return `${target} DO UPDATE SET ${assignments}${condition}`;
}
