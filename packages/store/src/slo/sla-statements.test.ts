import type { Objective, Sla } from '@forewarn/slo';
import { openMysql, openSqlite, type SqlConnection, type SqlDatabase, type SqlDialect } from '@forewarn/sql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlaRepository } from './create-sla-repository.js';

/** A database that keeps what it is asked, changes so many rows with each statement, and answers queries with rows that it is given. */
function playedDatabase(dialect: SqlDialect, answers: object[][] = [], changed = 1) {
  const asked: { sql: string; values: readonly unknown[] }[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const answer = <Row>(query: { sql: string; parameters: readonly unknown[] }): Row[] => {
    asked.push({ sql: query.sql, values: query.parameters });
    return (answers.shift() ?? []) as Row[];
  };
  const connection: SqlConnection = {
    query: async (query) => answer(query),
    runScript: async () => {},
    run: async (sql, values) => {
      asked.push({ sql, values });
      return changed;
    },
  };
  const database: SqlDatabase = {
    dialect,
    migrationTurn: (work) => work(connection),
    checkWritable: async () => {},
    close: async () => {},
    async read(query, options) {
      signals.push(options?.signal);
      return answer(query);
    },
    transaction(work, options) {
      signals.push(options?.signal);
      return work(connection);
    },
  };
  return { repository: createSlaRepository(database), asked, signals };
}

const objective: Objective = {
  name: 'free',
  indicator: { metric: 'disk_bytes', matchers: [] },
  bounds: { min: 1 },
  target: 0.99,
  window: { rollingMs: 3_600_000 },
};
const sla: Sla = { name: 'disk', description: 'Room', objectives: [objective] };

const sqlite = openSqlite({ file: ':memory:' }).dialect;
let server: SqlDatabase;
let mysql: SqlDialect;

beforeEach(() => {
  // Makes a pool, which connects to nothing until it is asked.
  server = openMysql({ host: '127.0.0.1', port: 1, user: 'u', password: 'p', database: 'd' });
  mysql = server.dialect;
});
afterEach(() => server.close());

describe('an SLA that is replaced', () => {
  const select = 'select `name` from `sla` where `name` = ?';

  test('is locked first where the database has locks of rows, so that of two the second waits', async () => {
    const { repository, asked } = playedDatabase(mysql, [[{ name: 'disk' }]]);
    await repository.replaceSla(sla);
    expect(asked[0]).toEqual({ sql: `${select} for update`, values: ['disk'] });
  });

  test('is looked for without a lock where a transaction has the whole file', async () => {
    const { repository, asked } = playedDatabase(sqlite, [[{ name: 'disk' }]]);
    await repository.replaceSla(sla);
    expect(asked[0]).toEqual({ sql: select.replaceAll('`', '"'), values: ['disk'] });
  });
});

describe('what stands in the tables', () => {
  const row = {
    owner: 'disk',
    description: 'Room',
    min_value: 1,
    max_value: null,
    target: 0.5,
    window_ms: 60_000,
    calendar: null,
    time_zone: null,
    min_events: null,
    min_events_per_minute: null,
    maintenance: null,
  };

  test('without an objective is an SLA that has none', async () => {
    const alone = { ...row, name: null, indicator: null, min_value: null, target: null, window_ms: null };
    const { repository } = playedDatabase(sqlite, [[alone]]);
    expect(await repository.listSlas()).toEqual([{ name: 'disk', description: 'Room', objectives: [] }]);
  });

  test('and cannot be read as a selector is told with its objective, beside the others', async () => {
    const rows = [
      { ...row, name: 'broken', indicator: 'disk{' },
      { ...row, name: 'sound', indicator: 'disk_bytes' },
    ];
    const { repository } = playedDatabase(sqlite, [rows]);
    const { objectives } = await repository.getSla('disk');
    expect(objectives).toMatchObject([
      {
        name: 'broken',
        indicator: { metric: 'disk{', matchers: [] },
        unreadable: { reason: 'objective-unreadable', detail: expect.stringMatching(/; replace the SLA$/) },
      },
      { name: 'sound', indicator: { metric: 'disk_bytes' } },
    ]);
    expect(objectives[1]).not.toHaveProperty('unreadable');
  });

  test('of maintenance and cannot be read leaves the SLA unjudged: without it, maintenance would be a violation', async () => {
    for (const maintenance of ['[', '{}', '[{"startMs":1}]', '[null]', '[{"cron":"0 2 * * *"}]']) {
      const { repository } = playedDatabase(sqlite, [[{ ...row, name: 'o', indicator: 'up', maintenance }]]);
      const read = await repository.getSla('disk');
      expect(read).not.toHaveProperty('maintenance');
      expect(read.objectives[0]?.unreadable?.detail).toMatch(
        /^the planned maintenance of the SLA cannot be read: .*; replace the SLA$/,
      );
    }
  });

  test('of a window and is not known here leaves its objective unjudged', async () => {
    const rows = [
      { ...row, name: 'zone', indicator: 'up', calendar: 'month', time_zone: 'Mars/Olympus' },
      { ...row, name: 'period', indicator: 'up', calendar: 'fortnight', time_zone: 'UTC' },
      { ...row, name: 'known', indicator: 'up', calendar: 'week', time_zone: 'UTC' },
    ];
    const { repository } = playedDatabase(sqlite, [rows]);
    const [zone, period, known] = (await repository.getSla('disk')).objectives;
    expect(zone?.unreadable?.detail).toBe(
      'the window month of the time zone Mars/Olympus is not known here; replace the SLA',
    );
    expect(period?.unreadable?.detail).toContain('the window fortnight of the time zone UTC is not known');
    expect(known).toEqual({
      name: 'known',
      indicator: { metric: 'up', matchers: [] },
      bounds: { min: 1 },
      target: 0.5,
      window: { calendar: { period: 'week', timeZone: 'UTC' } },
    });
  });
});

describe('what is refused says what to do', () => {
  test('an SLA that there is, or is not', async () => {
    const { repository } = playedDatabase(sqlite, [], 0);
    await expect(repository.createSla(sla)).rejects.toMatchObject({
      message: 'an SLA named disk exists already; replace it or choose another name',
    });
    await expect(repository.getSla('disk')).rejects.toMatchObject({
      message: 'there is no SLA named disk; list the SLAs to see their names',
    });
  });

  test('two objectives of one name, before anything of them is written', async () => {
    const { repository, asked } = playedDatabase(mysql);
    await expect(repository.createSla({ ...sla, objectives: [objective, objective] })).rejects.toMatchObject({
      code: 'store-rejected',
      message: 'two objectives of the SLA disk have the same name; give each its own',
      details: { sla: 'disk' },
    });
    expect(asked.filter(({ sql }) => sql.includes('objective'))).toEqual([]);
  });
});

test.each([
  ['a list', (repository: Repository, signal: AbortSignal) => repository.listSlas({ signal })],
  ['one', (repository: Repository, signal: AbortSignal) => repository.getSla('disk', { signal })],
  ['a new one', (repository: Repository, signal: AbortSignal) => repository.createSla(sla, { signal })],
  ['a replacement', (repository: Repository, signal: AbortSignal) => repository.replaceSla(sla, { signal })],
  ['a deletion', (repository: Repository, signal: AbortSignal) => repository.deleteSla('disk', { signal })],
])('whoever asks for %s can turn away', async (_, call) => {
  const { repository, signals } = playedDatabase(sqlite, [[{ owner: 'disk', name: null }]]);
  const { signal } = new AbortController();
  await call(repository, signal);
  expect(signals).toEqual([signal]);
});

type Repository = ReturnType<typeof playedDatabase>['repository'];
