import { createConnection } from 'mysql2/promise';
import { expect, it } from 'vitest';
import type { MysqlAddress } from './mysql-account.js';
import type { MariadbHandle } from './start-mariadb.js';

/** The rows of a query, asked over a connection of its own. */
export async function selectFrom(address: MysqlAddress, sql: string): Promise<unknown> {
  const connection = await createConnection(address);
  const [rows] = await connection.query(sql);
  await connection.end();
  return rows;
}

/** What a MySQL and a MariaDB that tests start promise alike. */
export function mysqlServerPromises(server: () => MariadbHandle): void {
  it('keeps committed rows through a kill, and forgets those that were not committed', async () => {
    const { mysql } = server();
    const writer = await createConnection(mysql);
    writer.on('error', () => {});
    await writer.query('CREATE DATABASE kept');
    await writer.query('CREATE TABLE kept.t (id INT PRIMARY KEY)');
    await writer.query('INSERT INTO kept.t VALUES (1), (2)');
    await writer.beginTransaction();
    await writer.query('INSERT INTO kept.t VALUES (3)');
    await server().kill();
    writer.destroy();
    await server().restart();
    expect(await selectFrom(mysql, 'SELECT id FROM kept.t ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('lets nobody in over TCP as root', async () => {
    const intruder = createConnection({ ...server().mysql, user: 'root', password: '' });
    await expect(intruder).rejects.toThrow(/denied|not allowed/);
  });
}
