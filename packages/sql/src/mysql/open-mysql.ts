import { type Logger, silentLogger } from '@forewarn/core';
import { createPool } from 'mysql2/promise';
import type { SqlDatabase } from '../database/sql-database.js';
import { MysqlDatabase } from './mysql-database.js';

/** Which MySQL or MariaDB database to use. */
export interface MysqlOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Must exist; the tables are made by migrations. */
  readonly database: string;
  /** Most connections at once. Default 10. */
  readonly poolSize?: number;
  readonly logger?: Logger;
}

/**
 * A database in MySQL 8 or 9, or in MariaDB ≥ 10.6. Connects at the first call.
 *
 * @example
 * const database = openMysql({ host: 'localhost', port: 3306, user, password, database: 'forewarn' });
 */
export function openMysql(options: MysqlOptions): SqlDatabase {
  const { host, port, user, password, database, poolSize = 10, logger = silentLogger } = options;
  const pool = createPool({
    host,
    port,
    user,
    password,
    database,
    connectionLimit: poolSize,
    maxIdle: poolSize,
    idleTimeout: 60_000,
    // Callers that wait for a connection: bounded here, and by a time-out when they acquire one.
    queueLimit: 1_000,
    connectTimeout: 10_000,
    charset: 'utf8mb4_bin',
    supportBigNumbers: true,
    // Multi-row statements come in twenty sizes a table; each open statement costs the server memory.
    maxPreparedStatements: 400,
    // An insert that changed nothing must say 0 rows.
    flags: ['-FOUND_ROWS'],
  });
  return new MysqlDatabase(pool, `${host}:${port}/${database}`, logger);
}
