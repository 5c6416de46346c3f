import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** How to reach a MariaDB or MySQL. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Over TLS; default: in plain text. */
  readonly ssl?: { readonly rejectUnauthorized: boolean };
}

/** A database of one test. */
export interface TestDatabase {
  readonly name: string;
  /** The settings of a service that uses it. */
  readonly env: Readonly<Record<string, string>>;
  query<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** Disconnects and leaves the database. */
  close(): Promise<void>;
  drop(): Promise<void>;
}

/** Creates a database for one test; `drop` removes it. */
export async function createTestDatabase(address: DatabaseAddress, name: string): Promise<TestDatabase> {
  const connection = await createConnection({ ...address });
  await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
  await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
  await connection.end();
  return openTestDatabase(address, name);
}

/** Connects to a database that {@link createTestDatabase} created: the connection does not outlive a restart of its server. */
export async function openTestDatabase(address: DatabaseAddress, name: string): Promise<TestDatabase> {
  const options = { ...address, database: name, supportBigNumbers: true, bigNumberStrings: true };
  const connection = await createConnection(options);
  return {
    name,
    env: {
      MYSQL_HOST: address.host,
      MYSQL_PORT: String(address.port),
      MYSQL_USER: address.user,
      MYSQL_PASSWORD: address.password,
      MYSQL_DATABASE: name,
    },
    async query<Row>(sql: string) {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return rows as Row[];
    },
    close: () => connection.end(),
    async drop() {
      await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
      await connection.end();
    },
  };
}

const tables = [
  'series',
  'dickey_fuller',
  'decomposition_window',
  'hodrick_prescott_window',
  'autocorrelation_window',
  'aggregates',
  'forecast',
  'execution_time',
  'consumer_offset',
] as const;

/** Every row of every table of results, in the order of the keys: what two runs are compared by. */
export async function dumpTables(
  database: TestDatabase,
  without: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of tables.filter((name) => !without.includes(name))) {
    const rows = await database.query(`SELECT * FROM \`${table}\``);
    dump[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return dump;
}
