import {
  type MariadbHandle,
  type MysqlAddress,
  type MysqlServerOptions,
  servers,
  startMariadb,
  startMysql,
} from '@forewarn/testkit';

/** A kind of database server that a test can start for itself. */
export interface DatabaseEngine {
  readonly name: string;
  readonly start: (options?: MysqlServerOptions) => Promise<MariadbHandle>;
  /** The variables of the whole server by which it turns ordinary users away, or their writes. */
  readonly refusals: { readonly everything: readonly string[]; readonly writes: readonly string[] };
}

const mariadb: DatabaseEngine = {
  name: 'MariaDB',
  start: startMariadb,
  refusals: { everything: [], writes: ['read_only'] },
};

const mysql: DatabaseEngine = {
  name: 'MySQL itself',
  start: startMysql,
  refusals: { everything: ['offline_mode'], writes: ['read_only', 'super_read_only'] },
};

const hasMysql = Boolean(process.env.FOREWARN_MYSQLD);

/** What tests of a database's crashes and outages run on: MariaDB, and MySQL itself where `FOREWARN_MYSQLD` names one. */
export const databaseEngines: readonly DatabaseEngine[] = hasMysql ? [mariadb, mysql] : [mariadb];

/** A database server that a test may use, but not switch or kill. */
export interface UsableDatabase {
  readonly name: string;
  readonly open: () => Promise<{ readonly mysql: MysqlAddress; stop(): Promise<void> }>;
}

const shared: UsableDatabase = {
  name: 'the database of the run',
  open: async () => ({ mysql: servers()!.mysql, stop: async () => {} }),
};

/** What tests run on that leave the server alone: that of the run, and MySQL itself where `FOREWARN_MYSQLD` names one. */
export const usableDatabases: readonly UsableDatabase[] = hasMysql
  ? [shared, { name: mysql.name, open: () => startMysql({ readyTimeoutMs: 180_000 }) }]
  : [shared];

/** For `beforeAll`: MySQL makes its system tables at the first start, which takes a busy disk minutes. */
export const databaseStartTimeoutMs = 400_000;
