import type {
  SeriesProblem,
  SeriesProblemReader,
  SeriesProblemReport,
  SeriesProblemWriter,
} from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';
import type { TopicStoreExamples } from './topic-store-contract.js';

/** A store of problems under test: what storage writes and others read. */
export interface SeriesProblemStore extends SeriesProblemWriter, SeriesProblemReader, Database {}

const noonMs = Date.UTC(2026, 0, 2, 12);
const minuteMs = 60_000;

/** A problem that was met at noon for the first time, and is tried again in a minute. */
export const sampleProblem = (report: Partial<SeriesProblemReport> = {}): SeriesProblemReport => ({
  kind: 'series',
  name: 'disk_bytes{device="sda"}',
  partition: 'sda',
  selector: 'disk_bytes',
  code: 'prometheus-unavailable',
  detail: 'The query of “disk_bytes” fails 💾',
  sinceMs: noonMs,
  lastSeenMs: noonMs,
  attempts: 1,
  nextTryMs: noonMs + minuteMs,
  expiresMs: noonMs + 5 * minuteMs,
  resolvedMs: null,
  ...report,
});

/** Values for the contract of topic stores. */
export const seriesProblemExamples: TopicStoreExamples<SeriesProblemReport> = {
  example: (index) => sampleProblem({ name: `disk_bytes{device="${index}"}`, attempts: index + 1 }),
  refused: sampleProblem({ code: 'x'.repeat(64) }),
  tables: { series_problem: 'problem_sha256', consumer_offset: 'consumer_group, topic, partition_number' },
};

/**
 * What a store of the problems of series promises beyond any `TopicStore`, as tests.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function seriesProblemContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<SeriesProblemStore>>,
): void {
  describe(`${name} keeps the promises of a store of problems`, () => {
    const context = sqlStoreContext(createDatabase);
    let offset = 0;
    const write = (...reports: SeriesProblemReport[]) => {
      const position = { group: 'storage', topic: 'problems', partition: 0 };
      const items = reports.map((value) => ({ offset: offset++, value }));
      return context().store.writeBatch({ position, items, nextOffset: offset });
    };
    const namesAt = async (nowMs: number, code?: string) => {
      const query = { nowMs, ...(code !== undefined && { code }) };
      const { items } = await context().store.listProblems(query, { limit: 100 });
      return items.map((problem) => problem.name);
    };

    test('a problem is read back as it was reported', async () => {
      await write(sampleProblem());
      const { items } = await context().store.listProblems({ nowMs: noonMs }, { limit: 5 });
      expect(items).toEqual([standing(sampleProblem())]);
    });

    test('the report that comes last says how a problem stands, also within a batch', async () => {
      await write(sampleProblem(), sampleProblem({ attempts: 2 }));
      await write(sampleProblem({ attempts: 3, code: 'prometheus-timeout' }));
      const { items } = await context().store.listProblems({ nowMs: noonMs }, { limit: 5 });
      expect(items.map(({ attempts, code }) => [attempts, code])).toEqual([[3, 'prometheus-timeout']]);
    });

    test('a problem that is over is not listed, and is listed again when it comes back', async () => {
      await write(sampleProblem(), sampleProblem({ resolvedMs: noonMs }));
      expect(await namesAt(noonMs)).toEqual([]);
      await write(sampleProblem({ lastSeenMs: noonMs + minuteMs }));
      expect(await namesAt(noonMs)).toEqual([sampleProblem().name]);
    });

    test('a problem that nobody reports any more is not listed', async () => {
      await write(sampleProblem());
      const { expiresMs, name: kept } = sampleProblem();
      expect([await namesAt(expiresMs - 1), await namesAt(expiresMs)]).toEqual([[kept], []]);
    });

    test('a series and a selector of the same name are two', async () => {
      const name = 'up';
      await write(sampleProblem({ name }), sampleProblem({ name, kind: 'selector', partition: '' }));
      expect(await namesAt(noonMs)).toEqual(['up', 'up']);
    });

    test('names that differ by case, accents or trailing blanks are several', async () => {
      const names = ['a{b="e"}', 'a{b="E"}', 'a{b="é"}', 'a{b="e "}'];
      await write(...names.map((each) => sampleProblem({ name: each })));
      expect((await namesAt(noonMs)).sort()).toEqual([...names].sort());
    });

    test('only those of a code are listed where one is asked for', async () => {
      await write(sampleProblem(), sampleProblem({ name: 'b', code: 'prometheus-timeout' }));
      expect(await namesAt(noonMs, 'prometheus-timeout')).toEqual(['b']);
      expect(await namesAt(noonMs, 'partial-answer')).toEqual([]);
    });

    test('pages hold every problem once, in the order of names', async () => {
      const long = 'x'.repeat(3_000);
      const names = [
        ...Array.from({ length: 23 }, (_, i) => `m${String(i).padStart(2, '0')}`),
        `${long}1`,
        `${long}2`,
      ];
      await write(...names.map((each) => sampleProblem({ name: each })).reverse());
      const { store } = context();
      const seen: SeriesProblem[] = [];
      let after: string | undefined;
      do {
        const page = await store.listProblems(
          { nowMs: noonMs },
          { limit: 4, ...(after !== undefined && { after }) },
        );
        expect(page.items.length).toBeLessThanOrEqual(4);
        seen.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      expect(seen.slice(0, 23).map((problem) => problem.name)).toEqual(names.slice(0, 23));
      expect(
        seen
          .slice(23)
          .map((problem) => problem.name)
          .sort(),
      ).toEqual(names.slice(23));
    });

    test.each(['nonsense', 'WzFd', 'WyJhIl0', 'WzEsImEiXQ', 'WyJhIiwiYiIsImMiXQ'])(
      'the cursor %s of elsewhere is refused',
      async (after) => {
        const listed = context().store.listProblems({ nowMs: noonMs }, { limit: 4, after });
        await expect(listed).rejects.toMatchObject({ code: 'invalid-request' });
      },
    );

    test('pruning deletes what expired before a time, and nothing else', async () => {
      const name = 'young';
      await write(sampleProblem(), sampleProblem({ name, expiresMs: noonMs + 9 * minuteMs }));
      expect(await context().store.prune(noonMs + 6 * minuteMs)).toBe(1);
      expect(await namesAt(noonMs)).toEqual([name]);
    });
  });
}

function standing({ resolvedMs: _, ...problem }: SeriesProblemReport): SeriesProblem {
  return problem;
}
