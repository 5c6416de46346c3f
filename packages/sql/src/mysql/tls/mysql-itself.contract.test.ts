import { startMysql } from '@forewarn/testkit';
import { describe } from 'vitest';
import { mysqlTlsPromises } from './mysql-tls.fixture.js';

/** Part of a run where `FOREWARN_MYSQLD` is set: see `optionalServers` in vitest.config.ts. */
describe('TLS to MySQL itself', { timeout: 240_000 }, () => {
  mysqlTlsPromises({ start: startMysql, reload: 'ALTER INSTANCE RELOAD TLS' });
});
