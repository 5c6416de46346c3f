import { createConnection } from 'mysql2/promise';

/** How to reach a MySQL or MariaDB server. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

const user = 'forewarn';
const password = 'forewarn';

/** The address of a server on this machine, as the user who may do everything. */
export const mysqlAddress = (port: number): MysqlAddress => ({ host: '127.0.0.1', port, user, password });

/** SQL that makes that user, one statement a line, as `--init-file` wants it. */
export const accountScript = `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO '${user}'@'%' WITH GRANT OPTION;
`;

/**
 * Both servers refuse to run as root unless told to. Changing to another user instead would undo the kernel's promise to end them
 * with this process, and would need a second owner of the data.
 */
export const asRoot = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

/** Resolves when the server answers. */
export async function pingMysql(address: MysqlAddress): Promise<void> {
  const connection = await createConnection({ ...address, connectTimeout: 2_000 });
  try {
    await connection.ping();
  } finally {
    connection.destroy();
  }
}
