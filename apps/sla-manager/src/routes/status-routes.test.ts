import { ForewarnError, toRfc3339 } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { exampleBacktest, nowMs, runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const a = { metric: 'free_bytes', labels: { disk: 'a' } };
const b = { metric: 'free_bytes', labels: { disk: 'b' } };
const path = '/api/v1/slas/disk';

/** An SLA: free_bytes stays at 5 or above, 90 % of an hour. */
async function bench(): Promise<RestBench> {
  const made = await startBench();
  const objectives = [{ name: 'free', indicator: 'free_bytes', min: 5, target: 0.9, window: '1h' }];
  await made.call('POST', '/api/v1/slas', { name: 'disk', objectives });
  return made;
}

const hour = (value: number) => new Array<number>(60).fill(value);

describe('the status of an SLA', () => {
  it('is ok with what is so now, over the window, and predicted', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, [...hour(9).slice(3), 2, 2, 9]);
    store.addForecast(a, [9, 8, 7]);
    const { status, body } = await call('GET', `${path}/status`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'ok', reason: null, targetMet: true, evaluatedAt: toRfc3339(nowMs) });
    expect(body.objectives[0]).toMatchObject({
      indicator: 'free_bytes',
      min: 5,
      unit: 'bytes',
      window: '1h',
    });
    expect(body.objectives[0].series).toMatchObject([
      {
        series: 'free_bytes{disk="a"}',
        current: { timestamp: toRfc3339(runningMinuteMs - minuteMs), value: 9, bound: null },
        compliance: 58 / 60,
        coverage: 1,
        timeInViolationSeconds: 120,
        errorBudget: { allowedSeconds: 360, remainingSeconds: 240, remaining: 2 / 3 },
        prediction: { available: true, min: 7, max: 8, firstViolation: null },
      },
    ]);
  });

  it('is at risk when a violation is predicted, with the time to it', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, hour(9));
    store.addForecast(a, [9, 8, 6, 4]);
    const { body } = await call('GET', `${path}/status`);
    expect(body).toMatchObject({ state: 'at-risk', reason: null });
    expect(body.objectives[0].series[0].prediction.firstViolation).toMatchObject({
      timestamp: toRfc3339(runningMinuteMs + 3 * minuteMs),
      bound: 'min',
      mean: 4,
      secondsUntil: 160,
    });
  });

  it('is the worst of its series, which comes first', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, hour(9));
    source.addMinutes(b, hour(1));
    store.addForecast(a, [9, 9]);
    const { body } = await call('GET', `${path}/status`);
    expect(body).toMatchObject({ state: 'violated', targetMet: false });
    expect(body.objectives[0].series.map(({ series }: { series: string }) => series)).toEqual([
      'free_bytes{disk="b"}',
      'free_bytes{disk="a"}',
    ]);
  });

  it.each([
    ['no-such-series', () => {}],
    ['idle', ({ store }: RestBench) => store.addForecast(a, [9], runningMinuteMs - 30 * minuteMs)],
    ['no-forecast', ({ source }: RestBench) => source.addMinutes(a, hour(9))],
    [
      'stale-forecast',
      ({ source, store }: RestBench) => {
        source.addMinutes(a, hour(9));
        store.addForecast(a, [9], runningMinuteMs - 30 * minuteMs);
      },
    ],
    [
      'constant-series',
      ({ source, store }: RestBench) => {
        source.addMinutes(a, hour(9));
        store.addOutcome(a, runningMinuteMs, { reason: 'constant-series', detail: 'all values are 9' });
      },
    ],
  ])('is insufficient data, never ok, with the reason %s', async (reason, prepare) => {
    const made = await bench();
    prepare(made);
    const { body } = await made.call('GET', `${path}/status`);
    expect(body).toMatchObject({ state: 'insufficient-data', reason: { reason } });
  });

  it('forgets a series that was last analysed before the window', async () => {
    const { call, store } = await bench();
    store.addForecast(a, [9], runningMinuteMs - 61 * minuteMs);
    expect((await call('GET', `${path}/status`)).body.reason.reason).toBe('no-such-series');
  });

  it('compares counters as rates per second', async () => {
    const { call, source, store } = await startBench();
    source.types.set('requests_total', 'counter');
    const series = { metric: 'requests_total', labels: {} };
    source.addMinutes(
      series,
      Array.from({ length: 61 }, (_, at) => at * 600),
    );
    store.addForecast(series, [10, 10]);
    const objectives = [{ name: 'rate', indicator: 'requests_total', max: 20, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'rate', objectives });
    const { body } = await call('GET', '/api/v1/slas/rate/status');
    expect(body).toMatchObject({
      state: 'ok',
      objectives: [{ unit: 'per second', series: [{ current: { value: 10 } }] }],
    });
  });

  it('of all SLAs is the worst of them', async () => {
    const { call, source } = await bench();
    source.addMinutes(a, hour(1));
    await call('POST', '/api/v1/slas', {
      name: 'other',
      objectives: [{ name: 'o', indicator: 'nothing', min: 1 }],
    });
    const { body } = await call('GET', '/api/v1/status');
    expect(body.state).toBe('violated');
    expect(body.slas.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ['disk', 'violated'],
      ['other', 'insufficient-data'],
    ]);
  });

  it('of no SLAs says so', async () => {
    const { call } = await startBench();
    expect((await call('GET', '/api/v1/status')).body).toMatchObject({
      slas: [],
      reason: { reason: 'no-slas' },
    });
  });

  it.each([
    ['prometheus-unavailable', 503],
    ['prometheus-timeout', 504],
    ['prometheus-malformed', 500],
  ] as const)('is a problem when the source fails with %s', async (code, status) => {
    const { call, source } = await bench();
    source.failure = new ForewarnError(code, 'http://prometheus:9090 does not answer; is it running?');
    const answer = await call('GET', `${path}/status`);
    expect(answer).toMatchObject({
      status,
      body: { code, detail: expect.stringContaining('log has the details') },
    });
    expect(JSON.stringify(answer.body)).not.toContain('9090');
    expect(answer.headers.get('retry-after')).toBe(status === 500 ? null : '5');
  });

  it('is a problem when the store is unavailable', async () => {
    const { call, store } = await bench();
    store.failure = new ForewarnError('store-unavailable', 'MySQL at db:3306 is unavailable');
    expect(await call('GET', `${path}/status`)).toMatchObject({
      status: 503,
      body: { retryAfterSeconds: 5 },
    });
  });
});

describe('the predictions of an SLA', () => {
  it('have every point of the horizon with its probability', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, hour(9));
    store.addForecast(a, [9, 8, 5, 2, 1]);
    const { body } = await call('GET', `${path}/predictions?horizon=2m`);
    expect(body.horizonSeconds).toBe(120);
    const [{ prediction, points }] = body.objectives[0].series;
    expect(points.map(({ mean }: { mean: number }) => mean)).toEqual([8, 5]);
    expect(points[1].probability).toBe(0.5);
    expect(prediction).toMatchObject({
      probability: 0.5,
      endsEarly: false,
      interval: { lower: 4, upper: 9 },
      model: 'holt(additive)',
      modelChoice: 'selected',
      backtest: exampleBacktest,
    });
  });

  it('say of a series what is so now, since what is predicted may have begun, and which one has ended', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, hour(1));
    store.addForecast(a, [1, 1]);
    source.addMinutes(b, [...hour(9), ...Array(20).fill(undefined)]);
    store.addForecast(b, [9, 9], runningMinuteMs - 21 * minuteMs);
    const { body } = await call('GET', `${path}/predictions`);
    const timestamp = toRfc3339(runningMinuteMs - minuteMs);
    expect(body.objectives[0].series).toMatchObject([
      { series: 'free_bytes{disk="a"}', current: { timestamp, value: 1, bound: 'min' } },
      { series: 'free_bytes{disk="b"}', current: null, ended: true },
    ]);
    expect(body.objectives[0].series[0]).not.toHaveProperty('ended');
  });

  it('say that the forecast ends before the horizon', async () => {
    const { call, source, store } = await bench();
    source.addMinutes(a, hour(9));
    store.addForecast(a, [9, 8]);
    const { body } = await call('GET', `${path}/predictions?horizon=1h`);
    expect(body.objectives[0].series[0].prediction).toMatchObject({ endsEarly: true, coveredSeconds: 40 });
  });

  it.each(['prometheus-unavailable', 'prometheus-timeout', 'prometheus-malformed'] as const)(
    'are told from the store while the source fails with %s',
    async (code) => {
      const { call, source, store } = await bench();
      store.addForecast(a, [9, 8, 4]);
      store.addForecast(b, [9], runningMinuteMs - 120 * minuteMs);
      source.failure = new ForewarnError(code, 'http://prometheus.internal:9090 is away');
      const { status, body } = await call('GET', `${path}/predictions`);
      expect(status).toBe(200);
      expect(body.objectives[0].series).toMatchObject([
        { series: 'free_bytes{disk="a"}', prediction: { available: true, min: 4 } },
      ]);
      const charts = await call('GET', `${path}/series`);
      expect(charts.body.objectives[0]).toMatchObject({
        problem: { reason: code },
        series: [
          { series: 'free_bytes{disk="a"}', samples: [], forecast: { points: [{ mean: 9 }, {}, {}] } },
          { series: 'free_bytes{disk="b"}' },
        ],
      });
      expect(JSON.stringify([body, charts.body])).not.toContain('internal:');
    },
  );

  it.each(['0s', '30s', '25h', 'soon', ''])('refuse the horizon "%s"', async (horizon) => {
    const { call } = await bench();
    const answer = await call('GET', `${path}/predictions?horizon=${horizon}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'horizon' }] } });
  });
});
