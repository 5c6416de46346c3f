import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batchOf, sampleAnalysis } from './store-analyses.js';
import type { StoreTestDatabase } from './store-test-database.js';

/** What a store promises about its schema. */
export function migrationPromises(createDatabase: () => Promise<StoreTestDatabase>): void {
  describe('migrating', () => {
    let database: StoreTestDatabase;

    beforeEach(async () => {
      database = await createDatabase();
    });
    afterEach(() => database.discard());

    test('of several stores that start at once one applies the migrations and the others wait', async () => {
      const stores = [database.open(), database.open(), database.open()];
      await Promise.all(stores.map((store) => store.migrate()));
      const versions = await database.execute('SELECT version FROM schema_migration ORDER BY version');
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
      await Promise.all(stores.map((store) => store.check()));
      await Promise.all(stores.map((store) => store.close()));
    });

    test('a database without the schema is not available yet', async () => {
      const store = database.open();
      await expect(store.check()).rejects.toMatchObject({ code: 'store-unavailable' });
      await expect(store.listSlas()).rejects.toMatchObject({ code: 'store-unavailable' });
      await expect(store.writeBatch(batchOf([sampleAnalysis()]))).rejects.toMatchObject({
        code: 'store-unavailable',
      });
      await store.close();
    });

    test('migrating again changes nothing', async () => {
      const store = database.open();
      await store.migrate();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      await store.migrate();
      await store.check();
      expect((await store.listSeries({}, { limit: 5 })).items).toHaveLength(1);
      await store.close();
    });

    test('forecasts that were stored before they had a backtest read without one', async () => {
      const before = database.open();
      await before.migrate();
      await before.writeBatch(batchOf([sampleAnalysis()]));
      const numbers = ['origin_count', 'scaled_error', 'last_value_error', 'coverage', 'interval_score'];
      for (const number of numbers)
        await database.execute(`ALTER TABLE forecast DROP COLUMN backtest_${number}`);
      await database.execute('DELETE FROM schema_migration WHERE version = 4');
      await before.close();
      const store = database.open();
      await store.migrate();
      const { items } = await store.listForecasts({}, { limit: 5 });
      expect(items.map(({ result }) => result)).toEqual([{ ...sampleAnalysis().forecast, backtest: null }]);
      await store.close();
    });

    test('a schema that is newer than the program is left alone and named', async () => {
      const store = database.open();
      await store.migrate();
      await database.execute(
        `INSERT INTO schema_migration (version, title, checksum) VALUES (9999, 'of_tomorrow', 'x')`,
      );
      const refusal = { code: 'migration-failed', message: expect.stringContaining('9999 (of_tomorrow)') };
      await expect(store.migrate()).rejects.toMatchObject(refusal);
      await expect(store.check()).rejects.toMatchObject(refusal);
      await store.close();
    });

    test('a migration that was changed after it was applied is refused and named', async () => {
      const store = database.open();
      await store.migrate();
      await database.execute(`UPDATE schema_migration SET checksum = 'x' WHERE version = 1`);
      const refusal = { code: 'migration-failed', message: expect.stringContaining('migration 1 ') };
      await expect(store.migrate()).rejects.toMatchObject(refusal);
      await expect(store.check()).rejects.toMatchObject(refusal);
      await store.close();
    });

    test('a store that was closed is not available', async () => {
      const store = database.open();
      await store.migrate();
      await store.close();
      await store.close();
      await expect(store.check()).rejects.toMatchObject({ code: 'store-unavailable' });
    });
  });
}
