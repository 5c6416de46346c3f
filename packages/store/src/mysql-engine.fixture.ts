import { randomUUID } from 'node:crypto';
import { type MysqlOptions, openMysql } from '@forewarn/sql';
import type { MysqlAddress } from '@forewarn/testkit';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { StoreEngine, StoreEngineDatabase } from './store-engine.fixture.js';

/** A database on a real server, and how to reach it. */
export interface MysqlTestDatabase extends StoreEngineDatabase {
  readonly options: MysqlOptions;
  /** Another connection of the tester's own. */
  connect(): Promise<Connection>;
}

/** A database of its own name, asked over a session that is not in UTC. */
export async function createMysqlDatabase(address: MysqlAddress): Promise<MysqlTestDatabase> {
  const name = `forewarn_test_${randomUUID().replaceAll('-', '')}`;
  const admin = await createConnection({ ...address });
  await admin.query(`CREATE DATABASE ${name}`);
  const connect = () =>
    createConnection({ ...address, database: name, dateStrings: true, timezone: '+05:30' });
  const session = await connect();
  await session.query("SET time_zone = '+05:30'");
  const options = { ...address, database: name, poolSize: 3 };
  return {
    options,
    connect,
    open: () => openMysql(options),
    async execute(sql) {
      // The binary protocol: doubles are exact in it.
      const [rows] = await session.execute<RowDataPacket[]>(sql);
      return Array.isArray(rows) ? rows : [];
    },
    async discard() {
      await session.end();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

/** The engine of a server that may start only when its tests do. */
export const mysqlEngine = (name: string, address: () => MysqlAddress): StoreEngine => ({
  name,
  folder: 'mysql',
  createDatabase: () => createMysqlDatabase(address()),
  schemaQueries: [
    `SELECT table_name AS table_name, ordinal_position, column_name, column_type, is_nullable, column_default, collation_name, column_comment
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    `SELECT table_name AS table_name, index_name, seq_in_index, column_name, sub_part, non_unique
     FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`,
    `SELECT table_name AS table_name, table_type, engine, table_comment
     FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`,
    `SELECT table_name AS table_name, security_type, REPLACE(view_definition, DATABASE(), '') AS definition
     FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY table_name`,
  ],
});
