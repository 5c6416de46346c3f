import {
  type Environment,
  loadSettings,
  mysqlAddress,
  mysqlContradictions,
  mysqlSettings,
} from '@forewarn/config';
import { openMysql } from '@forewarn/sql';
import { createWholeSchema } from '@forewarn/store';
import { lineLogger } from './line-logger.js';

/** What a run of the migrations touches of its process. */
export interface MigrationRun {
  /** Where the settings of MySQL are; the user must have the rights of an account that migrates. */
  readonly env: Environment;
  readonly stdout: Pick<NodeJS.WritableStream, 'write'>;
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
  readonly signal: AbortSignal;
}

/**
 * Applies what is missing of the migrations of every service, so that the services themselves need no right to change tables.
 * It can be run while they run: migrations only add.
 *
 * @throws {ForewarnError} `config-invalid`; `migration-failed`; `store-unavailable`, also where this account may not apply them
 */
export async function migrateDatabase({ env, stdout, stderr, signal }: MigrationRun): Promise<void> {
  const address = mysqlAddress(loadSettings(mysqlSettings, env, mysqlContradictions));
  const logger = lineLogger(stdout, stderr);
  const database = openMysql({ ...address, poolSize: 2, logger });
  try {
    await createWholeSchema(database, logger).migrate({ signal });
    const { host, port, database: name } = address;
    stdout.write(`${host}:${port}/${name} has every migration of this program\n`);
  } finally {
    await database.close();
  }
}
