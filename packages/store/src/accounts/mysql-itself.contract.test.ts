import { type MysqlHandle, startMysql } from '@forewarn/testkit';
import { afterAll, beforeAll, describe } from 'vitest';
import { createAccounts } from './account-database.fixture.js';
import { accountRefusals } from './account-refusals.fixture.js';
import { accountsContract } from './accounts.fixture.js';

/** Part of a run where `FOREWARN_MYSQLD` is set: see `optionalServers` in vitest.config.ts. */
describe('with an account for each service', { timeout: 240_000 }, () => {
  let server: MysqlHandle;
  const address = () => server.mysql;

  beforeAll(async () => {
    server = await startMysql({ readyTimeoutMs: 180_000 });
    await createAccounts(server.mysql);
  }, 400_000);
  afterAll(() => server?.stop(), 60_000);

  accountsContract('MySQL itself', address);
  accountRefusals('MySQL itself', address);
});
