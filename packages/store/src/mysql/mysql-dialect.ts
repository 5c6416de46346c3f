import { MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely';
import { createQueryBuilder } from '../sql/query-builder.js';
import type { OnConflict, SqlDialect } from '../sql/sql-dialect.js';

/** The dialect that MySQL 8 and MariaDB 10.11 share. */
export const createMysqlDialect = (): SqlDialect => ({
  name: 'mysql',
  queries: createQueryBuilder({
    createAdapter: () => new MysqlAdapter(),
    createQueryCompiler: () => new MysqlQueryCompiler(),
    createIntrospector: (db) => new MysqlIntrospector(db),
  }),
  hasRowLocks: true,
  hasDeleteLimit: true,
  onConflict,
});

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
