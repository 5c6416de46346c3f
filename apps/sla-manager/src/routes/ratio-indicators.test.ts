import { describe, expect, it } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const path = '/api/v1/indicators';

describe('a ratio of counters', () => {
  const ratio = { bad: 'requests_total{code="500"}', total: 'requests_total' };
  const selected = 'forewarn_indicator{indicator="sound"}';

  /** 1,000 requests in each of the last 60 minutes; in the newest two a tenth of them fails. */
  async function benchWithRequests(): Promise<RestBench> {
    const bench = await startBench();
    const minutes = Array.from({ length: 62 }, (_, at) => at);
    const failedBy = (at: number) => 100 * Math.max(0, at - 59);
    const counter = (code: string, valueAt: (at: number) => number) =>
      bench.source.add(
        { metric: 'requests_total', labels: { code } },
        minutes.map((at) => [runningMinuteMs - (62 - at) * 60_000 + 30_000, valueAt(at)] as const),
      );
    counter('500', failedBy);
    counter('200', (at) => 1_000 * at - failedBy(at));
    bench.source.types.set('requests_total', 'counter');
    return bench;
  }

  it('is created, with what it does not say, and given back as it can be sent again', async () => {
    const { call } = await benchWithRequests();
    const created = await call('POST', path, { name: 'sound', ratio });
    const body = { name: 'sound', description: '', ratio: { ...ratio, by: [], idle: 'good' } };
    expect(created).toMatchObject({ status: 201, body });
    expect(created.body).not.toHaveProperty('expression');
    expect(await call('PUT', `${path}/sound`, created.body)).toMatchObject({ status: 200, body });
  });

  it('needs no bounds: the newest minute is judged by the target, and the budget counts events', async () => {
    const { call } = await benchWithRequests();
    await call('POST', path, { name: 'sound', ratio });
    const objectives = [
      { name: 'requests', indicator: selected, target: 0.99, window: '1h' },
      { name: 'minutes', indicator: selected, min: 0.95, target: 0.99, window: '1h' },
    ];
    const created = await call('POST', '/api/v1/slas', { name: 'shop', objectives });
    expect(created.status).toBe(201);
    expect(created.body.objectives[0]).not.toHaveProperty('min');
    const { body } = await call('GET', '/api/v1/slas/shop/status');
    const [requests, minutes] = body.objectives;
    expect(requests).toMatchObject({
      state: 'violated',
      targetMet: true,
      min: 0.99,
      budgetingMethod: 'occurrences',
    });
    expect(requests.series).toMatchObject([
      {
        series: selected,
        current: { value: 0.9, bound: 'min' },
        minutesViolated: 2,
        compliance: 1 - 200 / 60_000,
        events: { total: 60_000, bad: 200 },
      },
    ]);
    expect(requests.series[0].errorBudget.remaining).toBeCloseTo(1 - 200 / 600, 9);
    expect(minutes).toMatchObject({ state: 'violated', targetMet: false, min: 0.95 });
    expect(minutes).not.toHaveProperty('budgetingMethod');
    expect(minutes.series[0]).toMatchObject({ compliance: 58 / 60 });
    expect(minutes.series[0]).not.toHaveProperty('events');
    const { body: past } = await call('GET', '/api/v1/slas/shop/violations?window=1h');
    expect(past.objectives.map(({ count }: { count: number }) => count)).toEqual([2, 2]);
  });

  it.each([
    ['neither good nor bad', { total: 'a_total' }, 'ratio.bad'],
    ['good and bad', { ...ratio, good: 'a_total' }, 'ratio.bad'],
    ['no total', { bad: 'a_total' }, 'ratio.total'],
    ['an indicator', { ...ratio, total: 'forewarn_indicator{indicator="x"}' }, 'ratio.total'],
    ['what is no selector', { ...ratio, bad: 'rate(a[5m])' }, 'ratio.bad'],
    ['what is no pattern', { ...ratio, total: 'a_total{b=~"("}' }, 'ratio'],
    ['a word for idle minutes that there is not', { ...ratio, idle: 'bad' }, 'ratio.idle'],
  ])('is refused with %s', async (_, wrong, at) => {
    const { call } = await benchWithRequests();
    const { status, body } = await call('POST', path, { name: 'sound', ratio: wrong });
    expect({ status, at: body.errors[0].path }).toEqual({ status: 400, at });
  });

  it('stays one while objectives count its events', async () => {
    const { call, source, store } = await benchWithRequests();
    source.expressions.set('a / b', 'requests_total');
    await call('POST', path, { name: 'sound', ratio });
    const objectives = [{ name: 'requests', indicator: selected, target: 0.99, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'shop', objectives });
    const other = await call('PUT', `${path}/sound`, { expression: 'a / b' });
    expect(other).toMatchObject({
      status: 422,
      body: { code: 'indicator-in-use', detail: expect.stringContaining('of shop count the events') },
    });
    expect(store.indicators.get('sound')?.definition).toHaveProperty('ratio');
    expect((await call('PUT', `${path}/sound`, { ratio: { ...ratio, by: ['code'] } })).status).toBe(200);
    await call('PUT', '/api/v1/slas/shop', { objectives: [{ ...objectives[0], min: 0.5 }] });
    expect((await call('PUT', `${path}/sound`, { expression: 'a / b' })).status).toBe(200);
  });

  it('is refused beside an expression, without either, and over too many counters', async () => {
    const { call, source } = await startBench({ limits: { seriesPerObjective: 1 } });
    for (const job of ['a', 'b']) source.addMinutes({ metric: 'requests_total', labels: { job } }, [1]);
    for (const wrong of [{ ratio, expression: 'a / b' }, {}]) {
      const { body } = await call('POST', path, { name: 'sound', ...wrong });
      expect(body.errors).toMatchObject([{ path: 'expression' }]);
    }
    expect(await call('POST', path, { name: 'sound', ratio })).toMatchObject({
      status: 422,
      body: { code: 'too-many-series', detail: expect.stringContaining('ratio.total selects 2 series') },
    });
  });
});
