import type { MysqlAddress } from '@forewarn/testkit';
import type { Connection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMysqlStore } from './create-store.js';
import { hourlyBatch } from './hourly-batch.fixture.js';
import { createMysqlDatabase, type MysqlTestDatabase } from './mysql-engine.fixture.js';
import type { Store } from './store.js';

/** In what a server differs from others of its kind. */
interface ServerTraits {
  /** What makes the transactions of new sessions read only. */
  readonly readOnlyVariable: 'transaction_read_only' | 'tx_read_only';
  readonly hasOfflineMode: boolean;
}

/** What a store says of a server that takes no writes, or nobody, for a while, as a user without rights over the server. */
export function mysqlWritingPromises(
  name: string,
  address: () => MysqlAddress,
  { readOnlyVariable, hasOfflineMode }: ServerTraits,
): void {
  describe(`${name}, to an ordinary user`, () => {
    let database: MysqlTestDatabase;
    let admin: Connection;
    let store: Store;
    let user: string;

    beforeEach(async () => {
      database = await createMysqlDatabase(address());
      admin = await database.connect();
      user = `u${database.options.database.slice(-20)}`;
      await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'ordinary'`);
      await admin.query(`GRANT ALL ON ${database.options.database}.* TO '${user}'@'%'`);
      store = createMysqlStore({ ...database.options, user, password: 'ordinary' });
      await store.migrate();
    });
    afterEach(async () => {
      await store.close();
      await admin.query('SET GLOBAL read_only = OFF');
      if (hasOfflineMode) await admin.query('SET GLOBAL offline_mode = OFF');
      await admin.query(`DROP USER '${user}'@'%'`);
      await admin.end();
      await database.discard();
    });

    const writes = (offset: number) => store.writeBatch(hourlyBatch('a', offset + 1, offset));
    const readOnly = {
      code: 'store-unavailable',
      retryable: true,
      message: expect.stringContaining('nothing can be written to the database just now'),
    };

    test('a server that only reads is one that cannot be written, and its rows stay readable', async () => {
      await store.check({ forWriting: true });
      await writes(0);
      await admin.query('SET GLOBAL read_only = ON');
      await expect(store.check({ forWriting: true })).rejects.toMatchObject(readOnly);
      await expect(writes(1)).rejects.toMatchObject(readOnly);
      await store.check();
      expect((await store.listSeries({}, { limit: 5 })).items).toHaveLength(1);
      await admin.query('SET GLOBAL read_only = OFF');
      // Before anything was written: a service that seldom writes is ready at once.
      await store.check({ forWriting: true });
      expect(await writes(1)).toEqual({ written: 1, skipped: 0 });
    });

    test('a session whose transactions only read cannot be written', async () => {
      const restricted = createMysqlStore({ ...database.options, user, password: 'ordinary' });
      await admin.query(`SET GLOBAL ${readOnlyVariable} = ON`);
      try {
        await expect(restricted.check({ forWriting: true })).rejects.toMatchObject(readOnly);
        await expect(restricted.writeBatch(hourlyBatch('b', 1))).rejects.toMatchObject(readOnly);
      } finally {
        await admin.query(`SET GLOBAL ${readOnlyVariable} = OFF`);
        await restricted.close();
      }
    });

    test.each(hasOfflineMode ? [name] : [])(
      'a server that goes offline is unavailable until it is back, and then goes on: %s',
      async () => {
        await writes(0);
        await admin.query('SET GLOBAL offline_mode = ON');
        for (let attempt = 0; attempt < 5; attempt += 1) {
          const refusal = { code: 'store-unavailable', retryable: true };
          await expect(writes(1)).rejects.toMatchObject(refusal);
          await expect(store.listSeries({}, { limit: 5 })).rejects.toMatchObject(refusal);
          await expect(store.check()).rejects.toMatchObject(refusal);
        }
        await admin.query('SET GLOBAL offline_mode = OFF');
        expect(await writes(1)).toEqual({ written: 1, skipped: 0 });
        await store.check({ forWriting: true });
      },
    );

    test('an account that is locked is access denied', async () => {
      await admin.query(`ALTER USER '${user}'@'%' ACCOUNT LOCK`);
      const locked = createMysqlStore({ ...database.options, user, password: 'ordinary' });
      await expect(locked.check()).rejects.toMatchObject({ code: 'store-access-denied', retryable: false });
      await locked.close();
    });

    test('an account that must come encrypted is access denied', async () => {
      await admin.query(`ALTER USER '${user}'@'%' REQUIRE SSL`);
      const open = createMysqlStore({ ...database.options, user, password: 'ordinary' });
      await expect(open.check()).rejects.toMatchObject({ code: 'store-access-denied' });
      await open.close();
    });
  });
}
