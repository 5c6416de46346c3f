import { canStartServers, type MariadbHandle, startMariadb } from '@forewarn/testkit';
import { afterAll, beforeAll, describe } from 'vitest';
import { createAccounts } from './account-database.fixture.js';
import { accountRefusals } from './account-refusals.fixture.js';
import { accountsContract } from './accounts.fixture.js';

// A server of its own: accounts are the whole server's.
describe.skipIf(!canStartServers())('with an account for each service', { timeout: 120_000 }, () => {
  let server: MariadbHandle;
  const address = () => server.mysql;

  beforeAll(async () => {
    server = await startMariadb({ readyTimeoutMs: 180_000 });
    await createAccounts(server.mysql);
  }, 240_000);
  afterAll(() => server?.stop(), 60_000);

  accountsContract('MariaDB', address);
  accountRefusals('MariaDB', address);
});
