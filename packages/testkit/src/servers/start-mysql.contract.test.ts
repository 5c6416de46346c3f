import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mysqlServerPromises, selectFrom } from './mysql-server.fixture.js';
import { type MysqlHandle, startMysql } from './start-mysql.js';

/** Part of a run where `FOREWARN_MYSQLD` is set: see `optionalServers` in vitest.config.ts. */
describe('MySQL', { timeout: 240_000 }, () => {
  let mysql: MysqlHandle;

  beforeAll(async () => {
    mysql = await startMysql({ readyTimeoutMs: 180_000 });
  }, 400_000);

  afterAll(() => mysql?.stop(), 60_000);

  mysqlServerPromises(() => mysql);

  it('is MySQL, speaks utf8mb4 and UTC, and lets users in by its own default', async () => {
    const settings = await selectFrom(
      mysql.mysql,
      `SELECT VERSION() NOT LIKE '%MariaDB%' AS isMysql, @@global.character_set_server AS charset, @@global.time_zone AS zone,
              (SELECT plugin FROM mysql.user WHERE user = 'forewarn') AS plugin`,
    );
    expect(settings).toEqual([
      { isMysql: 1, charset: 'utf8mb4', zone: '+00:00', plugin: 'caching_sha2_password' },
    ]);
  });
});
