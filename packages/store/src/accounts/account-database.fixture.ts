import { readFile } from 'node:fs/promises';
import { openMysql, type SqlDatabase } from '@forewarn/sql';
import type { MysqlAddress } from '@forewarn/testkit';
import { createConnection } from 'mysql2/promise';
import { createMysqlDatabase, type MysqlTestDatabase } from '../mysql-engine.fixture.js';
import { createWholeSchema } from '../whole-schema.js';
import { accountOf } from './accounts-sql.js';
import type { DatabaseService } from './table-rights.js';

const script = new URL('../../../../db/accounts.sql', import.meta.url);
const password = 'one of its own';

/** The statements of db/accounts.sql that stand in its comments for who runs it the first time, with a password. */
async function firstStatements(): Promise<readonly string[]> {
  const lines = (await readFile(script, 'utf8')).split('\n');
  return lines
    .filter((line) => line.startsWith('--   '))
    .map((line) => line.slice('--   '.length).replace('…', password));
}

/** Makes the accounts on a server, as its administrator does it once. */
export async function createAccounts(admin: MysqlAddress): Promise<void> {
  const connection = await createConnection({ ...admin });
  for (const statement of await firstStatements())
    if (statement.startsWith('CREATE USER')) await connection.query(statement);
  await connection.end();
}

/** A database whose services have an account each. */
export interface AccountDatabase extends MysqlTestDatabase {
  /** Opens it by the account of a service, or by the one that migrates. */
  openAs(account: DatabaseService | 'migration'): SqlDatabase;
  /** Migrates by the account for that, and grants what is in db/accounts.sql. */
  bringUpToDate(): Promise<void>;
}

/** An empty database on a server with the accounts: the one that migrates has its rights. */
export async function createAccountDatabase(admin: MysqlAddress): Promise<AccountDatabase> {
  const database = await createMysqlDatabase(admin);
  const run = async (statements: string) => {
    const connection = await createConnection({
      ...admin,
      database: database.options.database,
      multipleStatements: true,
    });
    await connection.query(statements);
    await connection.end();
  };
  const openAs: AccountDatabase['openAs'] = (account) =>
    openMysql({ ...database.options, user: accountOf(account), password });
  for (const statement of await firstStatements()) if (statement.startsWith('GRANT')) await run(statement);
  return {
    ...database,
    openAs,
    async bringUpToDate() {
      const migrating = openAs('migration');
      await createWholeSchema(migrating)
        .migrate()
        .finally(() => migrating.close());
      await run(await readFile(script, 'utf8'));
    },
  };
}
