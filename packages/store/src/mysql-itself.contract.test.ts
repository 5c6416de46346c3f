import { type MysqlHandle, startMysql } from '@forewarn/testkit';
import { afterAll, beforeAll, describe } from 'vitest';
import { mysqlEngine } from './mysql-engine.fixture.js';
import { mysqlTroublePromises } from './mysql-trouble.fixture.js';
import { mysqlWritingPromises } from './mysql-writing.fixture.js';
import { storeContract } from './store-contract.fixture.js';

/** Part of a run where `FOREWARN_MYSQLD` is set: see `optionalServers` in vitest.config.ts. */
describe('with MySQL itself', { timeout: 240_000 }, () => {
  let server: MysqlHandle;
  const address = () => server.mysql;

  beforeAll(async () => {
    server = await startMysql({ readyTimeoutMs: 180_000 });
  }, 400_000);
  afterAll(() => server?.stop(), 60_000);

  storeContract(mysqlEngine('MySQL itself', address));
  mysqlTroublePromises('MySQL itself', address);
  mysqlWritingPromises('MySQL itself', address, {
    readOnlyVariable: 'transaction_read_only',
    hasOfflineMode: true,
  });
});
