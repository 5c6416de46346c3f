import { ForewarnError, toRfc3339 } from '@forewarn/core';
import { minuteMs, type VerdictSummary } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const ago = (minutes: number) => toRfc3339(runningMinuteMs - minutes * minuteMs);
const pathOf = (objective: string) => `/api/v1/slas/load/objectives/${encodeURIComponent(objective)}/history`;
const path = pathOf('load');

async function bench(...names: string[]): Promise<RestBench> {
  const made = await startBench();
  const objectives = ['load', ...names].map((name) => ({ name, indicator: 'load', max: 5, window: '1h' }));
  await made.call('POST', '/api/v1/slas', { name: 'load', objectives });
  return made;
}

/** The verdict on the minute that ended so many minutes before the one that runs began. */
const verdict = (minutes: number, fields: Partial<VerdictSummary> = {}): VerdictSummary => ({
  sla: 'load',
  objective: 'load',
  endMs: runningMinuteMs - minutes * minuteMs,
  definition: '0a'.repeat(32),
  evaluatedAtMs: runningMinuteMs - minutes * minuteMs + 15_000,
  state: 'ok',
  reason: null,
  targetMet: true,
  compliance: 1,
  budgetRemaining: 1,
  violationProbability: 0,
  firstViolationMs: null,
  seriesCount: 2,
  violatedCount: 0,
  ...fields,
});

const endsOf = (body: { verdicts: readonly { minuteEnd: string }[] }) =>
  body.verdicts.map(({ minuteEnd }) => minuteEnd);

describe('the history of an objective', () => {
  it('tells how it stood minute by minute, the newest first', async () => {
    const { call, store } = await bench();
    const unknown = { targetMet: null, compliance: null, budgetRemaining: null, violationProbability: null };
    store.verdicts.push(
      verdict(2, { ...unknown, state: 'insufficient-data', reason: 'idle', seriesCount: 0 }),
      verdict(1, {
        state: 'violated',
        targetMet: false,
        compliance: 0.75,
        budgetRemaining: -24,
        violationProbability: 0.5,
        firstViolationMs: runningMinuteMs + 3 * minuteMs,
        violatedCount: 1,
      }),
    );
    expect((await call('GET', path)).body).toEqual({
      name: 'load',
      objective: 'load',
      range: { start: ago(60), end: '2026-11-21T12:00:20.000Z' },
      verdicts: [
        {
          minuteEnd: ago(1),
          evaluatedAt: '2026-11-21T11:59:15.000Z',
          state: 'violated',
          reason: null,
          targetMet: false,
          compliance: 0.75,
          errorBudgetRemaining: -24,
          violationProbability: 0.5,
          firstViolation: ago(-3),
          seriesCount: 2,
          violatedSeries: 1,
        },
        {
          minuteEnd: ago(2),
          evaluatedAt: '2026-11-21T11:58:15.000Z',
          state: 'insufficient-data',
          reason: 'idle',
          targetMet: null,
          compliance: null,
          errorBudgetRemaining: null,
          violationProbability: null,
          firstViolation: null,
          seriesCount: 0,
          violatedSeries: 0,
        },
      ],
    });
  });

  it('is that of the last hour unless asked otherwise: minutes that ended behind the start, up to and with the end', async () => {
    const { call, store } = await bench();
    for (let minutes = 0; minutes < 200; minutes += 1) store.verdicts.push(verdict(minutes));
    const hour = endsOf((await call('GET', path)).body);
    expect([hour.length, hour[0], hour.at(-1)]).toEqual([60, ago(0), ago(59)]);
    expect((await call('GET', `${path}?window=3h&limit=1440`)).body.verdicts).toHaveLength(180);
    const { body } = await call('GET', `${path}?start=${ago(10)}&end=${ago(7)}`);
    expect(body.range).toEqual({ start: ago(10), end: ago(7) });
    expect(endsOf(body)).toEqual([ago(7), ago(8), ago(9)]);
  });

  it('comes in pages of a hundred minutes, or as many as are asked for', async () => {
    const { call, store } = await bench();
    for (let minutes = 0; minutes < 150; minutes += 1) store.verdicts.push(verdict(minutes));
    const first = (await call('GET', `${path}?window=3h`)).body;
    expect(first).toMatchObject({ next: ago(99) });
    expect(first.verdicts).toHaveLength(100);
    const second = (await call('GET', `${path}?window=3h&after=${first.next}`)).body;
    expect(endsOf(second)).toEqual(Array.from({ length: 50 }, (_, at) => ago(100 + at)));
    expect(second.next).toBeUndefined();

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = `limit=7${after === undefined ? '' : `&after=${after}`}`;
      const { body } = await call('GET', `${path}?start=${ago(21)}&end=${ago(0)}&${page}`);
      seen.push(...endsOf(body));
      after = body.next;
    } while (after !== undefined);
    expect(seen).toEqual(Array.from({ length: 21 }, (_, at) => ago(at)));
  });

  it('is empty where nothing was judged, and behind the last page', async () => {
    const { call, store } = await bench();
    expect((await call('GET', path)).body).toMatchObject({ verdicts: [] });
    store.verdicts.push(verdict(1));
    expect((await call('GET', `${path}?after=${ago(1)}`)).body).toMatchObject({ verdicts: [] });
    expect((await call('GET', `${path}?after=2020-01-01T00:00:00Z`)).body).toMatchObject({ verdicts: [] });
  });

  it.each(['p99 / "a"', 'Zürich 100 % 💾', 'a/b?c#d&e=f;g', '%2F', '+', '__proto__', 'x'.repeat(100)])(
    'is that of the objective %s alone',
    async (objective) => {
      const { call, store } = await bench(objective);
      store.verdicts.push(verdict(1), verdict(2, { objective }), verdict(3, { sla: 'other', objective }));
      const { body } = await call('GET', pathOf(objective));
      expect(body).toMatchObject({ name: 'load', objective });
      expect(endsOf(body)).toEqual([ago(2)]);
    },
  );

  it('is not found of an SLA or an objective that there is not', async () => {
    const { call, store } = await bench();
    store.verdicts.push(verdict(1, { objective: 'gone' }));
    expect(await call('GET', path.replace('slas/load', 'slas/none'))).toMatchObject({
      status: 404,
      body: { code: 'sla-not-found' },
    });
    expect(await call('GET', pathOf('gone'))).toMatchObject({
      status: 404,
      body: {
        code: 'objective-not-found',
        detail: 'the SLA load has no objective of that name; read the SLA to see their names',
      },
    });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1441', 'limit'],
    ['limit=all', 'limit'],
    ['after=yesterday', 'after'],
    ['window=32d', 'window'],
    ['start=2026-11-21T11:00:00Z', 'end'],
    ['start=2026-09-01T00:00:00Z&end=2026-11-01T00:00:00Z', 'end'],
    ['hours=3', 'hours'],
  ])('refuses the query %s', async (query, mistaken) => {
    const { call } = await bench();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: mistaken }] },
    });
  });

  it('says so while the database is away', async () => {
    const { call, store } = await bench();
    store.listVerdicts = () => Promise.reject(new ForewarnError('store-unavailable', 'no answer'));
    expect(await call('GET', path)).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
  });
});
