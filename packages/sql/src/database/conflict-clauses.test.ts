import { beforeEach, describe, expect, test } from 'vitest';
import { createMysqlDialect } from '../mysql/mysql-dialect.js';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.js';
import type { SqlDialect } from './sql-dialect.js';

let mysql: SqlDialect;
let sqlite: SqlDialect;
beforeEach(() => {
  mysql = createMysqlDialect();
  sqlite = createSqliteDialect();
});

describe('what an insert does where the key exists', () => {
  test.each([
    [
      'nothing',
      { key: ['a', 'b'], update: [] },
      'ON DUPLICATE KEY UPDATE a = a',
      'ON CONFLICT (a, b) DO NOTHING',
    ],
    [
      'takes the new values',
      { key: ['a'], update: ['c', 'd'] },
      'ON DUPLICATE KEY UPDATE c = VALUES(c), d = VALUES(d)',
      'ON CONFLICT (a) DO UPDATE SET c = excluded.c, d = excluded.d',
    ],
    [
      'takes the new values where they are not older, the column that is compared last',
      { key: ['a'], update: ['t', 'c'], notOlderBy: 't' },
      'ON DUPLICATE KEY UPDATE c = IF(VALUES(t) >= t, VALUES(c), c), t = IF(VALUES(t) >= t, VALUES(t), t)',
      'ON CONFLICT (a) DO UPDATE SET t = excluded.t, c = excluded.c WHERE excluded.t >= t',
    ],
  ])('%s', (_, conflict, inMysql, inSqlite) => {
    expect(mysql.onConflict(conflict)).toBe(inMysql);
    expect(sqlite.onConflict(conflict)).toBe(inSqlite);
  });
});

test('MySQL locks rows and limits deletes, SQLite does neither', () => {
  const facts = [mysql, sqlite].map(({ name, hasRowLocks, hasDeleteLimit }) => [
    name,
    hasRowLocks,
    hasDeleteLimit,
  ]);
  expect(facts).toEqual([
    ['mysql', true, true],
    ['sqlite', false, false],
  ]);
});
