import { createHash } from 'node:crypto';
import { ForewarnError, silentLogger } from '@forewarn/core';
import { sql } from 'kysely';
import type { Pool } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MysqlDatabase } from './mysql-database.js';
import { PlayedPool } from './played-pool.fixture.js';

let pool: PlayedPool;
let database: MysqlDatabase;
const logged: unknown[] = [];
const log = (facts: unknown, text: string) => logged.push(facts, text);
const logger = { ...silentLogger, warn: log, debug: log } as unknown as typeof silentLogger;

beforeEach(() => {
  logged.length = 0;
  pool = new PlayedPool();
  database = new MysqlDatabase(pool as unknown as Pool, 'db:3306/forewarn', logger);
});

afterEach(() => {
  vi.useRealTimers();
});

const one = () => sql<{ n: number }>`SELECT ${1} AS n`.compile(database.dialect.queries);
const settings = [
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 10",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];
const failing = (code: string) => Object.assign(new Error('text'), { code });

describe('a session of MySQL', () => {
  test('is set up once, then asked with parameters and half a minute’s patience', async () => {
    pool.answers = [[], [], [{ n: 1 }], [{ n: 2 }]];
    expect(await database.read(one())).toEqual([{ n: 1 }]);
    expect(await database.read(one())).toEqual([{ n: 2 }]);
    expect(pool.asked).toEqual([...settings, 'SELECT ? AS n', 'SELECT ? AS n']);
    expect(pool.values).toEqual([[1], [1]]);
    expect([...pool.timeouts]).toEqual([30_000]);
    expect(pool.ends).toEqual(['released', 'released']);
  });

  test('that is new in the pool is set up too', async () => {
    await database.read(one());
    pool.session = {};
    await database.read(one());
    expect(pool.asked.filter((text) => text === settings[0])).toHaveLength(2);
  });

  test('that cannot be set up is closed, and set up by the next', async () => {
    pool.failures.set('SET', failing('ER_PARSE_ERROR'));
    await expect(database.read(one())).rejects.toMatchObject({ code: 'internal' });
    expect(pool.ends).toEqual(['destroyed']);
    pool.failures.clear();
    await database.read(one());
    expect(pool.asked.slice(1)).toEqual([...settings, 'SELECT ? AS n']);
  });

  test.each([
    ['that does not answer in time', 'PROTOCOL_SEQUENCE_TIMEOUT', 'store-unavailable', 'destroyed'],
    ['in which the SQL is wrong', 'ER_PARSE_ERROR', 'internal', 'destroyed'],
    ['that refuses the data', 'ER_TOO_BIG_ROWSIZE', 'store-rejected', 'released'],
    ['that lets nobody in', 'ER_ACCESS_DENIED_ERROR', 'store-access-denied', 'released'],
  ])('%s gives %s as %s, and is %s', async (_, driverCode, code, end) => {
    pool.failures.set('SELECT', failing(driverCode));
    await expect(database.read(one())).rejects.toMatchObject({
      code,
      details: { server: 'db:3306/forewarn', driverCode },
    });
    expect(pool.ends).toEqual([end]);
  });

  const closed = Object.assign(new Error('in closed state'), { fatal: true });
  test.each([
    ['ECONNRESET', failing('ECONNRESET')],
    ['PROTOCOL_CONNECTION_LOST', failing('PROTOCOL_CONNECTION_LOST')],
    ['EPIPE', failing('EPIPE')],
    ['ECONNABORTED', failing('ECONNABORTED')],
    ['without a code', closed],
  ])('that proves lost (%s) is closed, and what only reads is asked of another', async (_, error) => {
    pool.failures.set('SELECT', error);
    pool.answers = [[], [], [{ n: 1 }]];
    const { getConnection } = pool;
    pool.getConnection = () => {
      if (pool.ends.length > 0) pool.failures.clear();
      return getConnection.call(pool);
    };
    expect(await database.read(one())).toEqual([{ n: 1 }]);
    expect(pool.ends).toEqual(['destroyed', 'released']);
  });

  test('that proves lost twice is told as it is', async () => {
    pool.failures.set('SELECT', failing('ECONNRESET'));
    await expect(database.read(one())).rejects.toMatchObject({
      code: 'store-unavailable',
      details: { server: 'db:3306/forewarn', driverCode: 'ECONNRESET' },
    });
    expect(pool.ends).toEqual(['destroyed', 'destroyed']);
  });

  test('that proves lost in a transaction ends it, which is not for us to repeat', async () => {
    pool.failures.set('UPDATE', failing('ECONNRESET'));
    const writing = database.transaction((connection) => connection.run('UPDATE t', []));
    await expect(writing).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(pool.asked.filter((text) => text.startsWith('UPDATE'))).toHaveLength(1);
  });

  test('that a caller no longer wants is not asked', async () => {
    const signal = AbortSignal.abort();
    await expect(database.read(one(), { signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(pool.asked).toEqual([]);
  });

  test('is not had where the server refuses connections', async () => {
    pool.failures.set('connection', failing('ECONNREFUSED'));
    await expect(database.read(one())).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});

describe('a session that does not become free', () => {
  test('is waited for fifteen seconds, and given back when it comes later', async () => {
    vi.useFakeTimers();
    const session = await pool.getConnection();
    let arrive = (_: typeof session) => {};
    pool.getConnection = () => new Promise((resolve) => (arrive = resolve));
    const outcome = expect(database.read(one())).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'no connection to db:3306/forewarn became free in 15 s; raise the pool size or ease the load',
    });
    await vi.advanceTimersByTimeAsync(15_000);
    await outcome;
    expect(pool.ends).toEqual([]);
    arrive(session);
    await vi.advanceTimersByTimeAsync(0);
    expect(pool.ends).toEqual(['released']);
  });
});

describe('a transaction of MySQL', () => {
  const statements = () => pool.asked.filter((text) => !text.startsWith('SET '));

  test('is committed when the work is done, with its result and the rows that it changed', async () => {
    pool.answers = [[], [], [], { affectedRows: 3 }];
    const changed = await database.transaction((connection) => connection.run('UPDATE t SET x = ?', [7]));
    expect(changed).toBe(3);
    expect(pool.values).toEqual([[7]]);
    expect(statements()).toEqual(['START TRANSACTION', 'UPDATE t SET x = ?', 'COMMIT']);
    expect(pool.ends).toEqual(['released']);
  });

  test('is rolled back when the work fails, and its session used again', async () => {
    const failure = new ForewarnError('store-rejected', 'no');
    await expect(database.transaction(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(statements()).toEqual(['START TRANSACTION', 'ROLLBACK']);
    expect(pool.ends).toEqual(['released']);
  });

  test('is rolled back when the caller turns away during the work', async () => {
    const caller = new AbortController();
    const work = async () => caller.abort();
    await expect(database.transaction(work, { signal: caller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(statements()).toEqual(['START TRANSACTION', 'ROLLBACK']);
  });

  test('that cannot be rolled back is ended with its session, and the first failure is told', async () => {
    pool.failures.set('ROLLBACK', failing('ER_TOO_BIG_ROWSIZE'));
    const failure = new ForewarnError('store-rejected', 'no');
    await expect(database.transaction(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(pool.ends).toEqual(['destroyed']);
    expect(logged).toEqual([
      { error: expect.objectContaining({ code: 'store-rejected' }), server: 'db:3306/forewarn' },
      'a rollback failed; the connection is closed instead',
    ]);
  });
});

describe('the turn to migrate MySQL', () => {
  const hash = createHash('sha256').update('forewarn').digest('hex').slice(0, 32);

  test('is a lock by the database’s name, held until the session is closed, with ten minutes a statement', async () => {
    pool.answers = [[], [], [{ held: 0 }], [{ held: 1 }]];
    expect(await database.migrationTurn(async () => 'done')).toBe('done');
    expect(pool.asked.slice(2)).toEqual(new Array(2).fill('SELECT GET_LOCK(?, 1) AS held'));
    expect(pool.values).toEqual(new Array(2).fill([`forewarn-${hash}`]));
    expect([...pool.timeouts]).toEqual([600_000]);
    expect(pool.ends).toEqual(['destroyed']);
  });

  test('is over, its session closed, when the work fails', async () => {
    pool.answers = [[], [], [{ held: 1 }]];
    await expect(database.migrationTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(pool.ends).toEqual(['destroyed']);
  });
});

describe('a turn that another process holds', () => {
  test('is asked for again for two minutes, then given up', async () => {
    vi.useFakeTimers();
    pool.answers = [[], []];
    pool.onAsked = async () => {
      await vi.advanceTimersByTimeAsync(30_000);
    };
    await expect(database.migrationTurn(async () => 'done')).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'another process has been migrating db:3306/forewarn for 120 s; try again when it is done',
    });
    expect(pool.asked.filter((text) => text.includes('GET_LOCK'))).toHaveLength(4);
    expect(pool.ends).toEqual(['released']);
  });
});

describe('a closed MySQL store', () => {
  test('closes its pool once, and is not asked any more', async () => {
    await database.close();
    await database.close();
    expect(pool.ends).toEqual(['pool']);
    await expect(database.read(one())).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'the store db:3306/forewarn was closed',
    });
  });

  test('says in the log, not to its caller, that the pool did not close', async () => {
    pool.endPool = () => Promise.reject(new Error('no'));
    await database.close();
    expect(logged).toEqual([
      { error: new Error('no'), server: 'db:3306/forewarn' },
      'the connection pool did not close cleanly',
    ]);
  });

  test('waits five seconds for its pool, no longer', async () => {
    vi.useFakeTimers();
    pool.endPool = () => new Promise(() => {});
    const closing = database.close();
    await vi.advanceTimersByTimeAsync(5_000);
    await closing;
    expect(logged[0]).toMatchObject({
      error: { message: 'the connections to db:3306/forewarn did not close in time' },
    });
  });
});
