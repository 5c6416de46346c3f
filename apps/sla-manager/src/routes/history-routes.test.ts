import { toRfc3339 } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { exampleBacktest, nowMs, runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const a = { metric: 'load', labels: { host: 'a' } };
const path = '/api/v1/slas/load';
const ago = (minutes: number) => toRfc3339(runningMinuteMs - minutes * minuteMs);

async function bench(): Promise<RestBench> {
  const made = await startBench();
  const objectives = [{ name: 'load', indicator: 'load', max: 5, window: '1h' }];
  await made.call('POST', '/api/v1/slas', { name: 'load', objectives });
  return made;
}

describe('the violations of an SLA', () => {
  it('are counted minute by minute and as episodes', async () => {
    const { call, source } = await bench();
    source.addMinutes(a, [6, 1, 7, 8, undefined, 9, 1]);
    const { body } = await call('GET', `${path}/violations?window=1h`);
    expect(body).toMatchObject({ count: 4, timeInViolationSeconds: 240 });
    const [series] = body.objectives[0].series;
    expect(series).toMatchObject({ count: 4, minutesWithData: 6, coverage: 0.1, samplesOmitted: 0 });
    expect(series.samples[0]).toEqual({ timestamp: ago(7), value: 6, bound: 'max' });
    expect(series.episodes).toEqual([
      {
        start: ago(7),
        end: ago(6),
        durationSeconds: 60,
        worst: { timestamp: ago(7), value: 6, bound: 'max' },
      },
      {
        start: ago(5),
        end: ago(3),
        durationSeconds: 120,
        worst: { timestamp: ago(4), value: 8, bound: 'max' },
      },
      {
        start: ago(2),
        end: ago(1),
        durationSeconds: 60,
        worst: { timestamp: ago(2), value: 9, bound: 'max' },
      },
    ]);
  });

  it('are of the last 12 hours unless asked otherwise, and of nothing but the range', async () => {
    const { call, source } = await bench();
    source.addMinutes(a, new Array(800).fill(9));
    expect((await call('GET', `${path}/violations`)).body.count).toBe(720);
    expect((await call('GET', `${path}/violations?window=3h`)).body.count).toBe(180);
    const range = `start=${ago(10)}&end=${encodeURIComponent('2026-11-21T12:55:00+01:00')}`;
    const { body } = await call('GET', `${path}/violations?${range}`);
    expect(body).toMatchObject({ range: { start: ago(10), end: ago(5) }, count: 5 });
  });

  it.each([
    ['up to a full minute', '11:55:00', '11:57:00', { minutes: 2, cutSeconds: 0 }],
    ['an end inside a minute', '11:55:00', '11:57:30', { minutes: 2, cutSeconds: 30 }],
    ['an end just behind a minute', '11:55:00', '11:57:01', { minutes: 2, cutSeconds: 1 }],
    ['a start inside a minute', '11:54:01', '11:57:00', { minutes: 2, cutSeconds: 59 }],
    ['a part of the running minute', '11:57:00', '12:00:10', { minutes: 3, cutSeconds: 10 }],
    ['no whole minute', '11:56:10', '11:56:50', { minutes: 0, cutSeconds: 40 }],
    ['no whole minute across two', '11:56:10', '11:57:50', { minutes: 0, cutSeconds: 100 }],
  ])('judge whole minutes only, and say what was cut: %s', async (_, start, end, counted) => {
    const { call, source } = await startBench();
    const objectives = [{ name: 'load', indicator: 'load', min: 45, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'load', objectives });
    // Each minute's mean is within the bounds, each of its first halves is not.
    const minute = [43.2, 40.7, 44.8, 58.6];
    const samples = Array.from(
      { length: 40 },
      (__, at) => [runningMinuteMs - 600_000 + at * 15_000 + 500, minute[at % 4]!] as const,
    );
    source.add(a, [...samples, [runningMinuteMs + 500, 43.2]]);
    const range = `start=2026-11-21T${start}Z&end=2026-11-21T${end}Z`;
    const { body } = await call('GET', `${path}/violations?${range}`);
    expect(body).toMatchObject({ count: 0, counted });
    for (const each of body.objectives[0].series) {
      expect(each).toMatchObject({ minutesWithData: counted.minutes, coverage: 1, episodes: [] });
    }
  });

  it('leave out the oldest samples of very many, and say how many', async () => {
    const { call, source } = await bench();
    source.addMinutes(a, new Array(6_000).fill(9));
    const [series] = (await call('GET', `${path}/violations?window=5d`)).body.objectives[0].series;
    expect(series).toMatchObject({
      count: 6_000,
      samplesOmitted: 1_000,
      episodes: [{ durationSeconds: 360_000 }],
    });
    expect(series.samples).toHaveLength(5_000);
    expect(series.samples.at(-1).timestamp).toBe(ago(1));
  });

  it('are none where there are no samples, and the coverage says why', async () => {
    const { call } = await bench();
    expect((await call('GET', `${path}/violations`)).body).toMatchObject({
      count: 0,
      objectives: [{ series: [] }],
    });
  });

  it.each([
    ['window=0h', 'window'],
    ['window=32d', 'window'],
    ['window=1h&start=2026-11-21T11:00:00Z&end=2026-11-21T11:30:00Z', 'window'],
    ['window=1h&window=3h', 'window'],
    ['start=2026-11-21T11:00:00Z', 'end'],
    ['end=2026-11-21T11:00:00Z', 'start'],
    ['start=yesterday&end=2026-11-21T11:00:00Z', 'start'],
    ['start=2026-11-21T11:00:00Z&end=2026-11-21T11:00:00Z', 'end'],
    ['start=2026-12-01T11:00:00Z&end=2026-12-02T11:00:00Z', 'start'],
    ['start=2026-09-01T00:00:00Z&end=2026-11-01T00:00:00Z', 'end'],
    ['hours=3', 'hours'],
  ])('refuse the query %s', async (query, mistaken) => {
    const { call } = await bench();
    const answer = await call('GET', `${path}/violations?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: mistaken }] } });
  });
});

describe('the execution times of an SLA', () => {
  it('are summarised per stage over the window', async () => {
    const { call, store } = await bench();
    for (const [minutes, ms] of [
      [1, 2],
      [2, 4],
      [900, 100],
    ] as const) {
      store.addExecutionTimes(a, nowMs - minutes * minuteMs, ms);
    }
    store.addExecutionTimes({ metric: 'other', labels: {} }, nowMs, 50);
    const { body } = await call('GET', `${path}/execution-times?window=12h`);
    expect(body).toMatchObject({ analyses: 2, truncated: false });
    expect(body.stages).toHaveLength(7);
    expect(body.stages[0]).toMatchObject({
      stage: 'dickeyFuller',
      count: 2,
      meanMs: 3,
      medianMs: 3,
      maxMs: 4,
    });
  });

  it('are none where nothing was analysed', async () => {
    const { call } = await bench();
    expect((await call('GET', `${path}/execution-times`)).body).toMatchObject({ analyses: 0, stages: [] });
  });
});

describe('the series of an SLA', () => {
  it('have samples and the newest forecast', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, [1, undefined, 3]);
    source.addMinutes({ metric: 'load', labels: { host: 'b' } }, [1]);
    store.addForecast(a, [4, 5]);
    const { body } = await call('GET', `${path}/series?window=3h`);
    const [first, second] = body.objectives[0].series;
    expect(first.samples).toEqual([
      { timestamp: ago(3), value: 1 },
      { timestamp: ago(1), value: 3 },
    ]);
    expect(first.forecast).toMatchObject({
      model: 'holt(additive)',
      modelChoice: 'selected',
      backtest: exampleBacktest,
      level: 0.95,
      points: [{ mean: 4 }, { mean: 5, lower: 4, upper: 6 }],
    });
    expect(second).toMatchObject({ series: 'load{host="b"}', forecast: null });
  });

  it('are those of the last three hours where nothing is said', async () => {
    const { call, source } = await bench();
    source.addMinutes(a, new Array(200).fill(1));
    const { body } = await call('GET', `${path}/series`);
    expect(body.range).toEqual({ start: ago(180), end: toRfc3339(nowMs) });
    expect(body.objectives[0].series[0].samples).toHaveLength(180);
  });

  it('are charted for a day at most', async () => {
    const { call } = await bench();
    expect((await call('GET', `${path}/series?window=25h`)).status).toBe(400);
  });
});

describe('the list of analysed series', () => {
  it('comes in pages and says whether there is a forecast', async () => {
    const { call, store } = await startBench();
    store.addForecast(a, [1]);
    store.addOutcome({ metric: 'idle_bytes', labels: {} }, nowMs, {
      reason: 'constant-series',
      detail: 'all are 0',
    });
    const first = (await call('GET', '/api/v1/series?limit=1')).body;
    expect(first.series).toMatchObject([
      { series: 'idle_bytes', unit: 'bytes', forecast: { reason: 'constant-series' } },
    ]);
    const second = (await call('GET', `/api/v1/series?limit=1&after=${first.next}`)).body;
    expect(second.series).toMatchObject([
      {
        metric: 'load',
        labels: { host: 'a' },
        forecast: {
          available: true,
          model: 'holt(additive)',
          modelChoice: 'selected',
          backtest: exampleBacktest,
        },
      },
    ]);
    expect(second.next).toBeUndefined();
    expect((await call('GET', '/api/v1/series?metric=load')).body.series).toHaveLength(1);
  });

  it.each(['0', '1001', 'many', '1.5'])('refuses the limit %s', async (limit) => {
    const { call } = await startBench();
    expect(await call('GET', `/api/v1/series?limit=${limit}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'limit' }] },
    });
  });
});

describe('about', () => {
  it('tells where the data come from, how they are analysed and what to warn of', async () => {
    const about = {
      mode: 'embedded',
      source: 'a recording',
      profile: 'reference',
      notice: 'a replay',
    } as const;
    const { call } = await startBench({ about, version: '1.2.3' });
    const services = [{ name: 'sla-manager', version: '1.2.3', where: 'here' }];
    expect((await call('GET', '/api/v1/about')).body).toEqual({ version: '1.2.3', ...about, services });
  });

  it('tells which services run in the process, and which it forwards to', async () => {
    const services = [
      { name: 'etl', version: '1.2.3', where: 'here' },
      { name: 'anomalies', where: 'forwarded' },
    ] as const;
    const { call } = await startBench({ services: () => services });
    expect((await call('GET', '/api/v1/about')).body.services).toEqual(services);
  });
});
