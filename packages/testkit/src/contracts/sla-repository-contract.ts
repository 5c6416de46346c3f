import type { Database } from '@forewarn/core';
import type { Sla, SlaRepository } from '@forewarn/slo';
import { describe, expect, test } from 'vitest';
import { dumpTables, type SqlTestDatabase, sqlStoreContext, type TableOrder } from './sql-test-database.js';

const slaTables: TableOrder = { sla: 'name', objective: 'sla_name, objective_index' };

const hourMs = 3_600_000;

const diskSla: Sla = {
  name: 'disk-space',
  description: 'Room for the "logs", für alle 💾',
  objectives: [
    {
      name: 'free bytes',
      indicator: {
        metric: 'node_filesystem_free_bytes',
        matchers: [
          { name: 'mountpoint', operator: '=~', value: '/(var|"q\\d")' },
          { name: 'job', operator: '!=', value: 'a\nb' },
        ],
      },
      bounds: { min: 1e9 },
      target: 0.999,
      window: { rollingMs: 12 * hourMs },
    },
    {
      name: 'another',
      indicator: { metric: 'up', matchers: [] },
      bounds: { min: 0, max: 1 },
      target: 1,
      window: { calendar: { period: 'month', timeZone: 'Europe/Berlin' } },
    },
    {
      name: 'at most',
      indicator: { metric: 'load1', matchers: [] },
      bounds: { max: 0.1 + 0.2 },
      target: 0,
      window: { rollingMs: hourMs },
      minEvents: 1e12,
      minEventsPerMinute: 1,
    },
  ],
  maintenance: [
    { startMs: Date.UTC(2026, 10, 28), endMs: Date.UTC(2026, 10, 28, 2) },
    { cron: '0 2 * * SUN', durationMs: 2 * hourMs, timeZone: 'Europe/Berlin' },
  ],
};

const smallSla: Sla = {
  name: 'a-small-one',
  description: '',
  objectives: diskSla.objectives.slice(1, 2),
};

/**
 * Every promise of the port `SlaRepository`, as tests. Each adapter runs them.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function slaRepositoryContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<SlaRepository & Database>>,
): void {
  describe(`${name} keeps the promises of a repository of SLAs`, () => {
    const context = sqlStoreContext(createDatabase);

    test('a database without the schema has no SLAs yet', async () => {
      const { store, database } = context();
      for (const table of ['objective', 'sla']) await database.execute(`DROP TABLE ${table}`);
      await expect(store.listSlas()).rejects.toMatchObject({ code: 'store-unavailable' });
    });

    test('an SLA is read back as it was created, its objectives in their order', async () => {
      const { store } = context();
      await store.createSla(diskSla);
      expect(await store.getSla('disk-space')).toEqual(diskSla);
    });

    test('all SLAs are listed by name', async () => {
      const { store } = context();
      expect(await store.listSlas()).toEqual([]);
      await store.createSla(diskSla);
      await store.createSla(smallSla);
      expect(await store.listSlas()).toEqual([smallSla, diskSla]);
    });

    test('an SLA that exists is not created again, and stays as it is', async () => {
      const { store } = context();
      await store.createSla(diskSla);
      const again = store.createSla({ ...smallSla, name: diskSla.name });
      await expect(again).rejects.toMatchObject({ code: 'sla-exists', details: { sla: 'disk-space' } });
      expect(await store.getSla('disk-space')).toEqual(diskSla);
    });

    test('of several that create the same SLA at once one succeeds', async () => {
      const { store, open } = context();
      const created = await Promise.allSettled(
        [store, open(), open()].map((each) => each.createSla(diskSla)),
      );
      const refusals = created.filter((each) => each.status === 'rejected');
      expect(refusals.map(({ reason }) => reason.code)).toEqual(['sla-exists', 'sla-exists']);
    });

    test('replacing puts all of the new SLA in the place of the old', async () => {
      const { store } = context();
      await store.createSla(diskSla);
      const replacement = { ...smallSla, name: diskSla.name };
      await store.replaceSla(replacement);
      expect(await store.getSla(diskSla.name)).toEqual(replacement);
      await store.replaceSla(replacement);
      expect(await store.getSla(diskSla.name)).toEqual(replacement);
    });

    test('a deleted SLA is gone with its objectives', async () => {
      const { store, database } = context();
      await store.createSla(diskSla);
      await store.deleteSla(diskSla.name);
      const { sla, objective } = await dumpTables(database, slaTables);
      expect([sla, objective]).toEqual([[], []]);
    });

    test('an SLA that is not there cannot be read, replaced or deleted', async () => {
      const { store } = context();
      const refusal = { code: 'sla-not-found', details: { sla: 'a-small-one' } };
      await expect(store.getSla(smallSla.name)).rejects.toMatchObject(refusal);
      await expect(store.replaceSla(smallSla)).rejects.toMatchObject(refusal);
      await expect(store.deleteSla(smallSla.name)).rejects.toMatchObject(refusal);
      expect(await store.listSlas()).toEqual([]);
    });

    test('two objectives of one name are refused and leave nothing', async () => {
      const { store } = context();
      const [objective] = smallSla.objectives;
      const twice = { ...smallSla, objectives: [objective!, { ...objective!, window: { rollingMs: 1 } }] };
      await expect(store.createSla(twice)).rejects.toMatchObject({ code: 'store-rejected' });
      expect(await store.listSlas()).toEqual([]);
    });

    test('a name that is too long for its column is refused', async () => {
      const { store } = context();
      const create = store.createSla({ ...smallSla, name: 'x'.repeat(64) });
      await expect(create).rejects.toMatchObject({ code: 'store-rejected' });
    });
  });
}
