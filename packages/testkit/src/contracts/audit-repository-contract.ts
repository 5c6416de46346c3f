import type { AuditEntry, AuditRepository } from '@forewarn/access';
import type { Change, Database } from '@forewarn/core';
import type { IndicatorRepository, Sla, SlaRepository } from '@forewarn/slo';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';

type Store = AuditRepository & SlaRepository & IndicatorRepository & Database;

const author = { name: 'al@example.org', role: 'editor', address: '192.0.2.7' } as const;

const changeAt = (atMs: number): Change<object> => ({ author, atMs, document: (value) => value });

const sla = (name: string, description = ''): Sla => ({
  name,
  description,
  objectives: [
    {
      name: 'load',
      indicator: { metric: 'node_load1', matchers: [{ name: 'job', operator: '=', value: 'ä "x"' }] },
      bounds: { max: 4 },
      target: 0.9,
      window: { rollingMs: 3_600_000 },
    },
  ],
});

const seen = ({ action, kind, name, before, after }: AuditEntry) => ({ action, kind, name, before, after });

/**
 * Every promise of the port `AuditRepository`, and of the repositories that write what it reads, as tests.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function auditRepositoryContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<Store>>,
): void {
  describe(`${name} keeps the promises of an audit`, () => {
    const context = sqlStoreContext(createDatabase);

    test('every change of an SLA is kept with who made it, what it was and what it is', async () => {
      const { store } = context();
      await store.createSla(sla('a'), { change: changeAt(1_000) });
      await store.replaceSla(sla('a', 'now described'), { change: changeAt(2_000) });
      await store.deleteSla('a', { change: changeAt(3_000) });
      const entries = await store.listAudit({ limit: 10 });
      expect(entries.map(seen)).toEqual([
        { action: 'delete', kind: 'sla', name: 'a', before: sla('a', 'now described'), after: undefined },
        { action: 'replace', kind: 'sla', name: 'a', before: sla('a'), after: sla('a', 'now described') },
        { action: 'create', kind: 'sla', name: 'a', before: undefined, after: sla('a') },
      ]);
      expect(entries.map(({ atMs }) => atMs)).toEqual([3_000, 2_000, 1_000]);
      expect(entries[0]?.author).toEqual(author);
    });

    test('every change of an indicator is kept', async () => {
      const { store } = context();
      const indicator = (description: string) => ({
        name: 'errors',
        description,
        definition: { expression: 'sum(up)' },
      });
      await store.createIndicator(indicator(''), { change: changeAt(1) });
      await store.replaceIndicator(indicator('x'), { change: changeAt(2) });
      await store.deleteIndicator('errors', { change: changeAt(3) });
      const kind = 'indicator';
      expect((await store.listAudit({ limit: 10 })).map(seen)).toEqual([
        { action: 'delete', kind, name: 'errors', before: indicator('x'), after: undefined },
        { action: 'replace', kind, name: 'errors', before: indicator(''), after: indicator('x') },
        { action: 'create', kind, name: 'errors', before: undefined, after: indicator('') },
      ]);
    });

    test('what did not change is not in it', async () => {
      const { store } = context();
      await store.createSla(sla('a'));
      const change = changeAt(1);
      for (const failing of [
        store.createSla(sla('a'), { change }),
        store.replaceSla(sla('b'), { change }),
        store.deleteSla('b', { change }),
        store.deleteIndicator('b', { change }),
      ])
        await expect(failing).rejects.toThrow();
      const twice = { ...sla('c'), objectives: [...sla('c').objectives, ...sla('c').objectives] };
      await expect(store.createSla(twice, { change })).rejects.toThrow();
      expect(await store.listAudit({ limit: 10 })).toEqual([]);
    });

    test('it is read page by page, the newest first, also of one millisecond', async () => {
      const { store } = context();
      for (const each of ['a', 'b', 'c', 'd']) await store.createSla(sla(each), { change: changeAt(7) });
      await store.createSla(sla('e'), { change: changeAt(8) });
      const all = await store.listAudit({ limit: 10 });
      const pages: AuditEntry[] = [];
      for (let before: AuditEntry | undefined; ; before = pages.at(-1)) {
        const page = await store.listAudit({ limit: 2, ...(before && { before }) });
        pages.push(...page);
        if (page.length < 2) break;
      }
      expect(pages).toEqual(all);
      expect(new Set(all.map(({ name: each }) => each)).size).toBe(5);
    });

    test('what is published is not given again, and is deleted once it is old', async () => {
      const { store } = context();
      for (const [at, each] of ['a', 'b', 'c'].entries())
        await store.createSla(sla(each), { change: changeAt(at) });
      const [first, second] = await store.unpublished(2);
      expect([first?.name, second?.name]).toEqual(['a', 'b']);
      await store.markPublished([first!.id, second!.id]);
      await store.markPublished([]);
      expect((await store.unpublished(10)).map((each) => each.name)).toEqual(['c']);
      expect(await store.pruneAudit(1)).toBe(1);
      expect(await store.pruneAudit(1_000)).toBe(1);
      expect((await store.listAudit({ limit: 10 })).map((each) => each.name)).toEqual(['c']);
    });
  });
}
