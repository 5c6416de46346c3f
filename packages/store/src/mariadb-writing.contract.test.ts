import { canStartServers, type MariadbHandle, startMariadb } from '@forewarn/testkit';
import { afterAll, beforeAll, describe } from 'vitest';
import { mysqlWritingPromises } from './mysql-writing.fixture.js';

// A server of its own: `read_only` is the whole server's.
describe.skipIf(!canStartServers())('with a MariaDB that stops taking writes', { timeout: 120_000 }, () => {
  let server: MariadbHandle;

  beforeAll(async () => {
    server = await startMariadb({ readyTimeoutMs: 180_000 });
  }, 240_000);
  afterAll(() => server?.stop(), 60_000);

  mysqlWritingPromises('MariaDB', () => server.mysql, {
    readOnlyVariable: 'tx_read_only',
    hasOfflineMode: false,
  });
});
