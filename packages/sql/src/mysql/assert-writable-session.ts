import { ForewarnError } from '@forewarn/core';
import { sql } from 'kysely';
import type { SqlConnection } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';
import { nothingWritten } from './mysql-errors.js';

/**
 * Asks whether this user may write, without writing. A transaction that says it will is refused by `read_only` and
 * `super_read_only`, as replicas and members of a group have them, and let through for whom they do not bind. The rest are variables,
 * of which MySQL and MariaDB each know some.
 *
 * @throws {ForewarnError} `store-unavailable` while nothing can be written
 */
export async function assertWritableSession(
  connection: SqlConnection,
  dialect: SqlDialect,
  server: string,
): Promise<void> {
  const query = sql<{ Variable_name: string; Value: string }>`SHOW VARIABLES WHERE Variable_name IN
    ('innodb_read_only', 'transaction_read_only', 'tx_read_only') AND Value <> 'OFF'`;
  const [variable] = await connection.query(query.compile(dialect.queries));
  if (variable)
    throw new ForewarnError(
      'store-unavailable',
      `${nothingWritten.said} (${server}): ${variable.Variable_name} is ${variable.Value}`,
      { details: { server }, told: nothingWritten.told },
    );
  await connection.runScript('START TRANSACTION READ WRITE');
  await connection.runScript('ROLLBACK');
}
