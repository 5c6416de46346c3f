import type { Database } from '@forewarn/core';
import type { Indicator, IndicatorRepository } from '@forewarn/slo';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';

const errors: Indicator = {
  name: 'checkout-errors',
  description: 'Of "all" requests, für alle 💾',
  definition: {
    expression:
      'sum by (job) (rate(errors_total{path=~"/(a|\\"b)"}[5m]))\n  / sum by (job) (rate(requests_total[5m]))',
  },
};

const latency: Indicator = {
  name: 'a-latency',
  description: '',
  definition: { expression: 'histogram_quantile(0.99, x)' },
};

const ratio: Indicator = {
  name: 'ratio',
  description: '',
  definition: {
    ratio: {
      counted: 'bad',
      events: { metric: 'http.requests', matchers: [{ name: 'code', operator: '=~', value: '5..|"' }] },
      total: { metric: 'http.requests', matchers: [] },
      by: ['job', 'service.name'],
      idle: 'no-data',
    },
  },
};

/**
 * Every promise of the port `IndicatorRepository`, as tests. Each adapter runs them.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function indicatorRepositoryContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<IndicatorRepository & Database>>,
): void {
  describe(`${name} keeps the promises of a repository of indicators`, () => {
    const context = sqlStoreContext(createDatabase);

    test('an indicator is read back as it was created, and all are listed by name', async () => {
      const { store } = context();
      expect(await store.listIndicators()).toEqual([]);
      await store.createIndicator(errors);
      await store.createIndicator(latency);
      await store.createIndicator(ratio);
      expect(await store.getIndicator('checkout-errors')).toEqual(errors);
      expect(await store.listIndicators()).toEqual([latency, errors, ratio]);
    });

    test('of several that create the same indicator at once one succeeds, and it stays as it is', async () => {
      const { store, open } = context();
      const created = await Promise.allSettled(
        [store, open(), open()].map((each) => each.createIndicator(errors)),
      );
      const refusals = created.filter((each) => each.status === 'rejected');
      expect(refusals.map(({ reason }) => reason.code)).toEqual(['indicator-exists', 'indicator-exists']);
      const again = store.createIndicator({ ...latency, name: errors.name });
      await expect(again).rejects.toMatchObject({
        code: 'indicator-exists',
        details: { indicator: 'checkout-errors' },
      });
      expect(await store.getIndicator(errors.name)).toEqual(errors);
    });

    test('replacing puts the new indicator in the place of the old, also by the same', async () => {
      const { store } = context();
      await store.createIndicator(errors);
      const replacement = { ...latency, name: errors.name };
      for (const _ of ['another', 'the same']) {
        await store.replaceIndicator(replacement);
        expect(await store.listIndicators()).toEqual([replacement]);
      }
    });

    test('an indicator that is not there cannot be read, replaced or deleted', async () => {
      const { store } = context();
      await store.createIndicator(errors);
      await store.deleteIndicator(errors.name);
      const refusal = { code: 'indicator-not-found', details: { indicator: 'checkout-errors' } };
      await expect(store.getIndicator(errors.name)).rejects.toMatchObject(refusal);
      await expect(store.replaceIndicator(errors)).rejects.toMatchObject(refusal);
      await expect(store.deleteIndicator(errors.name)).rejects.toMatchObject(refusal);
      expect(await store.listIndicators()).toEqual([]);
    });

    test('one that cannot be read says so beside the others', async () => {
      const { store, database } = context();
      await store.createIndicator(errors);
      await store.createIndicator(latency);
      await database.execute(`UPDATE indicator SET definition = '{' WHERE name = 'a-latency'`);
      const [damaged, sound] = await store.listIndicators();
      expect(damaged).toMatchObject({ name: 'a-latency', definition: { unreadable: expect.any(String) } });
      expect(sound).toEqual(errors);
    });

    test('a name that is too long for its column is refused', async () => {
      const { store } = context();
      const create = store.createIndicator({ ...latency, name: 'x'.repeat(64) });
      await expect(create).rejects.toMatchObject({ code: 'store-rejected' });
    });
  });
}
