import { MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, sql } from 'kysely';
import { createQueryBuilder } from '../database/query-builder.js';
import type { OnConflict, SqlDialect } from '../database/sql-dialect.js';

/** The dialect that MySQL 8 and MariaDB 10.11 share. */
export function createMysqlDialect(): SqlDialect {
  const queries = createQueryBuilder({
    createAdapter: () => new MysqlAdapter(),
    createQueryCompiler: () => new MysqlQueryCompiler(),
    createIntrospector: (db) => new MysqlIntrospector(db),
  });
  return {
    name: 'mysql',
    queries,
    hasRowLocks: true,
    hasDeleteLimit: true,
    onConflict,
    tableQuery: (table) =>
      sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = ${table}`.compile(queries),
  };
}

/** `VALUES(c)`: MySQL's newer row alias is unknown to MariaDB. Assignments run in order, so the compared column is last. */
function onConflict({ key, update, notOlderBy }: OnConflict): string {
  if (update.length === 0) return `ON DUPLICATE KEY UPDATE ${key[0]} = ${key[0]}`;
  const assign = (column: string) =>
    notOlderBy === undefined
      ? `${column} = VALUES(${column})`
      : `${column} = IF(VALUES(${notOlderBy}) >= ${notOlderBy}, VALUES(${column}), ${column})`;
  const others = update.filter((column) => column !== notOlderBy);
  const ordered = notOlderBy === undefined ? others : [...others, notOlderBy];
  return `ON DUPLICATE KEY UPDATE ${ordered.map(assign).join(', ')}`;
}
