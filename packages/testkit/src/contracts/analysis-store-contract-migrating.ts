import { describe, expect, test } from 'vitest';
import type { AnalysisStoreContext } from './analysis-store.js';
import { batchOf, sampleAnalysis } from './analysis-store-examples.js';

/** What a store of analyses promises about analyses that its migrations meet. */
export function migratingPromises(context: () => AnalysisStoreContext): void {
  describe('migrating', () => {
    test('analyses outlast another migration', async () => {
      const { store } = context();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      await store.migrate();
      expect((await store.listSeries({}, { limit: 5 })).items).toHaveLength(1);
    });

    test('forecasts that were stored before they had a backtest read without one', async () => {
      const { store, database, open } = context();
      await store.writeBatch(batchOf([sampleAnalysis()]));
      const numbers = ['origin_count', 'scaled_error', 'last_value_error', 'coverage', 'interval_score'];
      await store.close();
      for (const number of numbers)
        await database.execute(`ALTER TABLE forecast DROP COLUMN backtest_${number}`);
      await database.execute("DELETE FROM module_migration WHERE module = 'analysis' AND version = 3");
      const migrated = open();
      await migrated.migrate();
      const { items } = await migrated.listForecasts({}, { limit: 5 });
      expect(items.map(({ result }) => result)).toEqual([{ ...sampleAnalysis().forecast, backtest: null }]);
    });
  });
}
