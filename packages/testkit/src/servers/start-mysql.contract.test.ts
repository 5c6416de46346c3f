import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoMysql } from './find-mysql.js';
import { type MysqlHandle, startMysql } from './start-mysql.js';

describe.skipIf(whyNoMysql() !== undefined)('MySQL', { timeout: 240_000 }, () => {
  let mysql: MysqlHandle;

  beforeAll(async () => {
    mysql = await startMysql({ readyTimeoutMs: 180_000 });
  }, 400_000);

  afterAll(() => mysql?.stop(), 60_000);

  async function select(sql: string): Promise<unknown> {
    const connection = await createConnection(mysql.mysql);
    const [rows] = await connection.query(sql);
    await connection.end();
    return rows;
  }

  it('keeps committed rows through a kill, and forgets those that were not committed', async () => {
    const writer = await createConnection(mysql.mysql);
    writer.on('error', () => {});
    await writer.query('CREATE DATABASE kept');
    await writer.query('CREATE TABLE kept.t (id INT PRIMARY KEY)');
    await writer.query('INSERT INTO kept.t VALUES (1), (2)');
    await writer.beginTransaction();
    await writer.query('INSERT INTO kept.t VALUES (3)');
    await mysql.kill();
    writer.destroy();
    await mysql.restart();
    expect(await select('SELECT id FROM kept.t ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('is MySQL, speaks utf8mb4 and UTC, and lets users in by its own default', async () => {
    const settings = await select(
      `SELECT VERSION() NOT LIKE '%MariaDB%' AS isMysql, @@global.character_set_server AS charset, @@global.time_zone AS zone,
              (SELECT plugin FROM mysql.user WHERE user = 'forewarn') AS plugin`,
    );
    expect(settings).toEqual([
      { isMysql: 1, charset: 'utf8mb4', zone: '+00:00', plugin: 'caching_sha2_password' },
    ]);
  });

  it('lets nobody in over TCP as root', async () => {
    const intruder = createConnection({ ...mysql.mysql, user: 'root', password: '' });
    await expect(intruder).rejects.toThrow(/denied|not allowed/);
  });
});
