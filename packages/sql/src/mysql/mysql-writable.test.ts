import { silentLogger } from '@forewarn/core';
import type { Pool } from 'mysql2/promise';
import { beforeEach, describe, expect, test } from 'vitest';
import { MysqlDatabase } from './mysql-database.js';
import { PlayedPool } from './played-pool.fixture.js';

let pool: PlayedPool;
let database: MysqlDatabase;

beforeEach(() => {
  pool = new PlayedPool();
  database = new MysqlDatabase(pool as unknown as Pool, 'db:3306/forewarn', silentLogger);
});

const failing = (code: string) => Object.assign(new Error('text'), { code });

describe('whether MySQL takes writes', () => {
  test('is asked by its variables and a transaction that says it will write', async () => {
    await database.checkWritable();
    expect(pool.asked.slice(2)).toEqual([
      expect.stringMatching(/^SHOW VARIABLES WHERE Variable_name IN/),
      'START TRANSACTION READ WRITE',
      'ROLLBACK',
    ]);
    expect(pool.ends).toEqual(['released']);
  });

  test('is denied while an engine only reads, and the variable named', async () => {
    pool.answers = [[], [], [{ Variable_name: 'innodb_read_only', Value: 'ON' }]];
    await expect(database.checkWritable()).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'nothing can be written to the database just now (db:3306/forewarn): innodb_read_only is ON',
    });
  });

  test('is denied while the server refuses such a transaction', async () => {
    pool.failures.set('START', failing('ER_OPTION_PREVENTS_STATEMENT'));
    await expect(database.checkWritable()).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'nothing can be written to the database just now (db:3306/forewarn): text',
    });
  });

  test.each(['ER_RECORD_FILE_FULL', 'PROTOCOL_SEQUENCE_TIMEOUT'])(
    'is denied after a write that failed with %s, until one succeeds',
    async (code) => {
      const write = () => database.transaction((connection) => connection.run('UPDATE t SET x = ?', [7]));
      pool.failures.set('UPDATE', failing(code));
      await expect(write()).rejects.toMatchObject({ code: 'store-unavailable' });
      pool.failures.clear();
      await expect(database.checkWritable()).rejects.toMatchObject({ details: { driverCode: code } });
      pool.answers = [[], { affectedRows: 1 }];
      await write();
      await database.checkWritable();
    },
  );

  test.each([
    'ECONNRESET',
    'ER_LOCK_DEADLOCK',
    'ER_TOO_BIG_ROWSIZE',
    'ER_OPTION_PREVENTS_STATEMENT',
    'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
    'ER_INNODB_READ_ONLY',
  ])('is asked again after a write that failed with %s', async (code) => {
    pool.failures.set('UPDATE', failing(code));
    const write = database.transaction((connection) => connection.run('UPDATE t SET x = ?', [7]));
    await expect(write).rejects.toMatchObject({ details: { driverCode: code } });
    await database.checkWritable();
  });
});
