import { toRfc3339 } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { nowMs, runningMinuteMs } from '../fakes.fixture.js';
import { startBench } from '../rest-bench.fixture.js';

const load = { metric: 'load', labels: { host: 'a' } };
const ago = (minutes: number) => toRfc3339(runningMinuteMs - minutes * minuteMs);

/** Calm, but for some minutes in the middle of the last hour, or as many at its end. */
const rough = [...Array(40).fill(1), ...Array(10).fill(9), ...Array(10).fill(1)] as number[];
const roughNow = [...Array(50).fill(1), ...Array(10).fill(9)] as number[];

async function benchWith(
  values: readonly number[],
  objective: object,
  more: object = {},
): Promise<Awaited<ReturnType<typeof startBench>>> {
  const bench = await startBench();
  bench.source.addMinutes(load, values);
  bench.store.addForecast(load, [1, 1, 1]);
  const objectives = [{ name: 'load', indicator: 'load', max: 5, target: 0.9, ...objective }];
  const created = await bench.call('POST', '/api/v1/slas', { name: 'load', objectives, ...more });
  expect(created.status).toBe(201);
  return bench;
}

const statusOf = async ({ call }: Pick<Awaited<ReturnType<typeof startBench>>, 'call'>) =>
  (await call('GET', '/api/v1/slas/load/status')).body.objectives[0];

describe('an objective over a period of the calendar', () => {
  it('is judged from the begin of the period on, by the clocks of its time zone', async () => {
    // Noon of UTC is 17:45 in Kathmandu, whose day began at 18:15 of the day before: 1,065 minutes.
    const window = { calendar: 'day', timeZone: 'Asia/Kathmandu' };
    const bench = await benchWith(Array(2_000).fill(1), { window });
    const objective = await statusOf(bench);
    expect(objective).toMatchObject({ window, state: 'ok' });
    expect(objective.series[0]).toMatchObject({
      minutes: 1_065,
      minutesWithData: 1_065,
      coverage: 1,
      errorBudget: { allowedSeconds: 0.1 * 86_400, remaining: 1 },
    });
  });

  it('is given back as it can be sent again', async () => {
    const { call } = await benchWith(rough, { window: { calendar: 'month' } });
    const { body } = await call('GET', '/api/v1/slas/load');
    expect(body.objectives[0].window).toEqual({ calendar: 'month', timeZone: 'UTC' });
    expect((await call('PUT', '/api/v1/slas/load', body)).body).toEqual(body);
  });
});

describe('planned maintenance', () => {
  const within = { maintenance: [{ start: ago(20), end: ago(10) }] };

  it('counts neither in compliance and budget nor among the violations', async () => {
    const bench = await benchWith(rough, { window: '1h' }, within);
    expect((await statusOf(bench)).series[0]).toMatchObject({
      state: 'ok',
      minutes: 50,
      minutesInMaintenance: 10,
      minutesViolated: 0,
      compliance: 1,
      coverage: 1,
    });
    const { body } = await bench.call('GET', '/api/v1/slas/load/violations?window=1h');
    expect(body).toMatchObject({ count: 0, objectives: [{ minutesInMaintenance: 10 }] });
    expect(body.objectives[0].series[0]).toMatchObject({ minutesWithData: 50, coverage: 1, episodes: [] });
  });

  it('is taken away with the SLA’s replacement, and the minutes count again', async () => {
    const bench = await benchWith(rough, { window: '1h' }, within);
    const { maintenance: _, ...without } = (await bench.call('GET', '/api/v1/slas/load')).body;
    await bench.call('PUT', '/api/v1/slas/load', without);
    expect((await statusOf(bench)).series[0]).toMatchObject({ minutes: 60, minutesViolated: 10 });
    const { body } = await bench.call('GET', '/api/v1/status');
    expect(body.slas[0].objectives[0].series[0]).toMatchObject({ minutes: 60, minutesViolated: 10 });
  });

  it('that is on leaves the SLA without a verdict, and says until when', async () => {
    const today = { cron: '30 11 * * *', duration: '1h' };
    const bench = await benchWith(roughNow, { window: '1h' }, { maintenance: [today] });
    expect(await statusOf(bench)).toMatchObject({
      state: 'insufficient-data',
      reason: {
        reason: 'maintenance',
        detail:
          'planned maintenance from 2026-11-21T11:30:00.000Z to 2026-11-21T12:30:00.000Z: its minutes do not count',
      },
    });
  });

  it('is told with its own begin and end, however far beyond the window they lie', async () => {
    const [start, end] = ['2026-11-20T00:00:00.000Z', '2026-11-25T00:00:00.000Z'];
    const bench = await benchWith(roughNow, { window: '1h' }, { maintenance: [{ start, end }] });
    expect((await statusOf(bench)).reason.detail).toBe(
      `planned maintenance from ${start} to ${end}: its minutes do not count`,
    );
    const { body } = await bench.call('GET', '/api/v1/slas/load/violations?window=1h');
    expect(body.objectives[0]).toMatchObject({ count: 0, minutesInMaintenance: 60 });
  });

  it('that is to come holds no predicted violation', async () => {
    const soon = [{ start: toRfc3339(nowMs), end: toRfc3339(nowMs + 3_600_000) }];
    const later = [{ start: toRfc3339(nowMs + 3_600_000), end: toRfc3339(nowMs + 7_200_000) }];
    for (const [maintenance, first] of [
      [later, { bound: 'max' }],
      [soon, null],
    ] as const) {
      const bench = await benchWith(Array(60).fill(1), { window: '1h' }, { maintenance });
      bench.store.addForecast(load, [9, 9, 9]);
      const { body } = await bench.call('GET', '/api/v1/slas/load/predictions');
      const { firstViolation } = body.objectives[0].series[0].prediction;
      if (first === null) expect(firstViolation).toBeNull();
      else expect(firstViolation).toMatchObject(first);
    }
  });
});

describe('least numbers of events', () => {
  it('are refused of an indicator that is no ratio', async () => {
    const { call, source } = await startBench();
    source.addMinutes(load, [1]);
    await call('POST', '/api/v1/indicators', {
      name: 'sound',
      ratio: { bad: 'bad_total', total: 'requests_total' },
    });
    const objective = {
      name: 'o',
      indicator: 'forewarn_indicator{indicator="sound"}',
      max: 1,
      minEvents: 5,
      minEventsPerMinute: 1,
    };
    const body = { name: 'shop', objectives: [objective] };
    const created = await call('POST', '/api/v1/slas', body);
    expect(created).toMatchObject({ status: 201, body: { objectives: [objective] } });
    const { status, body: problem } = await call('POST', '/api/v1/slas', {
      name: 'host',
      objectives: [{ ...objective, indicator: 'load' }],
    });
    expect(status).toBe(400);
    expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual([
      'objectives.0.minEvents',
      'objectives.0.minEventsPerMinute',
    ]);
  });
});
