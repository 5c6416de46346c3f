import { createRequire } from 'node:module';
import type { Environment } from '@forewarn/config';
import { runMain } from '@forewarn/lifecycle';
import type { Command } from 'commander';

// In place of `import()`, which opens hundreds of files at once: more than some systems allow a process.
const require = createRequire(import.meta.url);

/** What the commands touch of their process. */
export interface DatabaseCommandsIo {
  readonly env: Environment;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Adds `database migrate` and `database accounts`, for who runs the MySQL or MariaDB of an installation. */
export function registerDatabaseCommands(program: Command, io: DatabaseCommandsIo): void {
  const database = program
    .command('database')
    .description('the tables in MySQL or MariaDB, and who may do what with them');
  database
    .command('migrate')
    .description('apply the schema migrations that are missing, so that services need no right to do so')
    .addHelpText(
      'after',
      `
The database and an account that may change it are read from the environment: MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD,
MYSQL_DATABASE, MYSQL_TLS, MYSQL_TLS_CA_FILE, MYSQL_TLS_CERT_FILE, MYSQL_TLS_KEY_FILE.

Example:
  $ MYSQL_HOST=db MYSQL_USER=forewarn_migration MYSQL_PASSWORD_FILE=secret npx forewarn database migrate`,
    )
    .action(() => runMain((signal) => migrate(io, signal)));
  database
    .command('accounts')
    .description('print the SQL that grants the account of each service what it needs')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx forewarn database accounts | mysql --user=root --password forewarn',
    )
    .action(() => printAccounts(io));
}

// Not at the top: the other commands would wait for every service to be loaded.
async function migrate(io: DatabaseCommandsIo, signal: AbortSignal): Promise<void> {
  const { migrateDatabase }: typeof import('@forewarn/storage') = require('@forewarn/storage');
  await migrateDatabase({ ...io, signal });
}

function printAccounts({ stdout }: DatabaseCommandsIo): void {
  const { accountsSql }: typeof import('@forewarn/store') = require('@forewarn/store');
  stdout.write(accountsSql());
}
