import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory.js';
import { findMysql, type MysqlProgram } from './find-mysql.js';
import { freePort } from './free-port.js';
import { accountScript, asRoot, mysqlAddress, pingMysql } from './mysql-account.js';
import { type MysqlServerOptions, tlsArguments } from './mysql-server-options.js';
import { startNativeServer } from './native-server.js';
import { runCommand } from './run-command.js';
import { ServerStartError } from './server-start-error.js';
import type { MariadbHandle } from './start-mariadb.js';

/** A MySQL server; `mysql` is who may create databases on it. */
export type MysqlHandle = MariadbHandle;

/**
 * Starts the MySQL that `FOREWARN_MYSQLD` names (see `findMysql`) as `startMariadb` does MariaDB: utf8mb4, UTC, every commit flushed
 * to disk, a user `forewarn` who may do everything. The rest are MySQL's own defaults: `caching_sha2_password`, TLS, the binary log.
 *
 * @throws {ServerStartError} when there is no such MySQL, or it does not become ready
 */
export async function startMysql(options: MysqlServerOptions = {}): Promise<MysqlHandle> {
  const program = await findMysql();
  const port = options.port ?? (await freePort());
  const data = await openDataDirectory('mysql', options.dataDir);
  const mysql = mysqlAddress(port);
  const prepare = (signal: AbortSignal | undefined) => prepareData(program, data.path, signal);
  const probe = () => pingMysql(mysql);
  const args = [...program.args, ...serverArguments(data.path, port), ...tlsArguments(options.tls)];
  const plan = { server: 'MySQL', command: program.command, args, port, data, prepare, probe };
  return Object.assign(await startNativeServer(plan, options), { mysql });
}

function serverArguments(dataDir: string, port: number): string[] {
  return [
    ...asRoot(),
    `--datadir=${join(dataDir, 'data')}`,
    `--socket=${join(dataDir, 'mysql.sock')}`,
    `--pid-file=${join(dataDir, 'mysql.pid')}`,
    `--init-file=${join(dataDir, 'init.sql')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--mysqlx=OFF',
    '--secure-file-priv=NULL',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--default-time-zone=+00:00',
    '--innodb-buffer-pool-size=128M',
    '--innodb-flush-log-at-trx-commit=1',
  ];
}

/** Ten seconds on a machine with nothing else to do; a slow disk that is busy takes minutes. */
const initializeTimeoutMs = 180_000;

async function prepareData(
  { command, args }: MysqlProgram,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeFile(join(dataDir, 'init.sql'), accountScript);
  const folder = join(dataDir, 'data');
  if (await exists(join(folder, 'mysql.ibd'))) return;
  const initialize = [...args, ...asRoot(), '--initialize-insecure', `--datadir=${folder}`];
  const { code, output } = await runCommand(command, initialize, { signal, timeoutMs: initializeTimeoutMs });
  if (code !== 0) throw new ServerStartError(`MySQL's system tables could not be created:\n${output}`);
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
