import { isLoopback, type Logger, silentLogger } from '@forewarn/core';
import { createPool } from 'mysql2/promise';
import type { SqlDatabase } from '../database/sql-database.js';
import { MysqlDatabase } from './mysql-database.js';
import type { MysqlTls } from './tls/mysql-tls.js';
import { secureLink } from './tls/secure-link.js';

/** Which MySQL or MariaDB database to use. */
export interface MysqlOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Must exist; the tables are made by migrations. */
  readonly database: string;
  /** Default: plain text, with a warning where it leaves this machine. */
  readonly tls?: MysqlTls | undefined;
  /** Most connections at once. Default 10. */
  readonly poolSize?: number;
  readonly logger?: Logger;
}

/**
 * A database in MySQL 8 or 9, or in MariaDB ≥ 10.6. Connects at the first call.
 *
 * @example
 * const database = openMysql({ host: 'localhost', port: 3306, user, password, database: 'forewarn' });
 *
 * @throws {ForewarnError} `config-invalid` when a file of certificates cannot be read or used
 */
export function openMysql(options: MysqlOptions): SqlDatabase {
  const { host, port, user, password, database, tls, poolSize = 10, logger = silentLogger } = options;
  const server = `${host}:${port}/${database}`;
  if (tls === undefined && !isLoopback(host)) logger.warn({ server }, plainText);
  const isSecure = tls !== undefined && tls.mode !== 'disabled';
  const pool = createPool({
    host,
    port,
    user,
    password,
    database,
    ...(isSecure && secureLink({ host, port, tls, logger })),
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
  const login = isSecure ? { tls: true, certificate: tls.certFile !== undefined } : { tls: false };
  return new MysqlDatabase(pool, server, logger, login);
}

const plainText =
  'the database is spoken to in plain text over the network, its password and rows with it: set MYSQL_TLS=verify-identity, ' +
  'or MYSQL_TLS=disabled where the network may be trusted';
