import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingPrograms } from './missing-programs.js';
import { type MariadbHandle, startMariadb } from './start-mariadb.js';

const missing = process.env.CI === 'true' ? [] : await missingPrograms();

describe.skipIf(missing.length > 0)('MariaDB', { timeout: 60_000 }, () => {
  let mariadb: MariadbHandle;

  beforeAll(async () => {
    mariadb = await startMariadb();
  }, 60_000);

  afterAll(() => mariadb?.stop(), 30_000);

  it('keeps committed rows through a kill, and forgets those that were not committed', async () => {
    const writer = await createConnection(mariadb.mysql);
    writer.on('error', () => {});
    await writer.query('CREATE DATABASE kept');
    await writer.query('CREATE TABLE kept.t (id INT PRIMARY KEY)');
    await writer.query('INSERT INTO kept.t VALUES (1), (2)');
    await writer.beginTransaction();
    await writer.query('INSERT INTO kept.t VALUES (3)');
    await mariadb.kill();
    writer.destroy();
    await mariadb.restart();
    expect(await select('SELECT id FROM kept.t ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('speaks utf8mb4, UTC and the strict mode of MySQL, and flushes each commit', async () => {
    const settings = await select(
      `SELECT @@global.character_set_server AS charset, @@global.time_zone AS zone,
              @@global.innodb_flush_log_at_trx_commit AS flush,
              @@global.sql_mode LIKE '%STRICT_TRANS_TABLES%' AS strict`,
    );
    expect(settings).toEqual([{ charset: 'utf8mb4', zone: '+00:00', flush: 1, strict: 1 }]);
  });

  it('lets nobody in over TCP as root', async () => {
    const intruder = createConnection({ ...mariadb.mysql, user: 'root', password: '' });
    await expect(intruder).rejects.toThrow(/denied|not allowed/);
  });

  async function select(sql: string): Promise<unknown> {
    const connection = await createConnection(mariadb.mysql);
    const [rows] = await connection.query(sql);
    await connection.end();
    return rows;
  }
});
