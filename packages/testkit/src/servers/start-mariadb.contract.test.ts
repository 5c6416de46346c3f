import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingPrograms } from './missing-programs.js';
import { mysqlServerPromises, selectFrom } from './mysql-server.fixture.js';
import { type MariadbHandle, startMariadb } from './start-mariadb.js';

const missing = process.env.CI === 'true' ? [] : await missingPrograms();

describe.skipIf(missing.length > 0)('MariaDB', { timeout: 60_000 }, () => {
  let mariadb: MariadbHandle;

  beforeAll(async () => {
    mariadb = await startMariadb();
  }, 60_000);

  afterAll(() => mariadb?.stop(), 30_000);

  mysqlServerPromises(() => mariadb);

  it('speaks utf8mb4, UTC and the strict mode of MySQL, and flushes each commit', async () => {
    const settings = await selectFrom(
      mariadb.mysql,
      `SELECT @@global.character_set_server AS charset, @@global.time_zone AS zone,
              @@global.innodb_flush_log_at_trx_commit AS flush,
              @@global.sql_mode LIKE '%STRICT_TRANS_TABLES%' AS strict`,
    );
    expect(settings).toEqual([{ charset: 'utf8mb4', zone: '+00:00', flush: 1, strict: 1 }]);
  });
});
