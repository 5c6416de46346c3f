import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory.js';
import { freePort } from './free-port.js';
import { accountScript, asRoot, type MysqlAddress, mysqlAddress, pingMysql } from './mysql-account.js';
import { type MysqlServerOptions, tlsArguments } from './mysql-server-options.js';
import { type ServerHandle, startNativeServer } from './native-server.js';
import { runCommand } from './run-command.js';
import { requireProgram } from './server-programs.js';
import { ServerStartError } from './server-start-error.js';

/** A MariaDB server; `mysql` is who may create databases on it. */
export interface MariadbHandle extends ServerHandle {
  readonly mysql: MysqlAddress;
}

/** MySQL 8.4's default, so that what MySQL refuses is refused here too. */
const SQL_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/**
 * Starts a MariaDB server: utf8mb4, UTC, every commit flushed to disk, a user `forewarn` who may do everything.
 * `root` can only log in through the socket in the data directory, as the same user of the system.
 *
 * @throws {ServerStartError} when MariaDB is absent or does not become ready
 */
export async function startMariadb(options: MysqlServerOptions = {}): Promise<MariadbHandle> {
  const command = await requireProgram('mariadbd');
  const installer = await requireProgram('mariadb-install-db');
  const port = options.port ?? (await freePort());
  const data = await openDataDirectory('mariadb', options.dataDir);
  const mysql = mysqlAddress(port);
  const prepare = (signal: AbortSignal | undefined) => prepareData(installer, data.path, signal);
  const probe = () => pingMysql(mysql);
  const args = [...serverArguments(data.path, port), ...tlsArguments(options.tls)];
  const plan = { server: 'MariaDB', command, args, port, data, prepare, probe };
  return Object.assign(await startNativeServer(plan, options), { mysql });
}

function serverArguments(dataDir: string, port: number): string[] {
  return [
    '--no-defaults',
    ...asRoot(),
    `--datadir=${join(dataDir, 'data')}`,
    `--socket=${join(dataDir, 'mariadb.sock')}`,
    `--pid-file=${join(dataDir, 'mariadb.pid')}`,
    `--init-file=${join(dataDir, 'init.sql')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    `--sql-mode=${SQL_MODE}`,
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=32M',
    '--innodb-flush-log-at-trx-commit=1',
  ];
}

async function prepareData(
  installer: string,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeFile(join(dataDir, 'init.sql'), accountScript);
  if (await hasSystemTables(dataDir)) return;
  // Not as `--user=root`: given a user, the installer of root also changes files of the installed MariaDB.
  const args = ['--no-defaults', `--datadir=${join(dataDir, 'data')}`];
  const { code, output } = await runCommand(
    installer,
    [...args, '--auth-root-authentication-method=socket', '--skip-test-db', '--innodb-log-file-size=32M'],
    { signal },
  );
  if (code !== 0) throw new ServerStartError(`MariaDB's system tables could not be created:\n${output}`);
}

function hasSystemTables(dataDir: string): Promise<boolean> {
  return access(join(dataDir, 'data', 'mysql')).then(
    () => true,
    () => false,
  );
}
