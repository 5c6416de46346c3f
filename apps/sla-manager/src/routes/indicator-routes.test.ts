import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const expression = 'errors / requests';
const errors = { name: 'errors', description: 'Of all requests', expression };
const selector = 'forewarn_indicator{indicator="errors"}';
const objective = { name: 'few errors', indicator: selector, max: 0.01, window: '1h' };
const path = '/api/v1/indicators';

/** A server whose source knows the expression, which comes to what is selected by `m`. */
async function benchWithErrors(): Promise<RestBench> {
  const bench = await startBench();
  bench.source.expressions.set(expression, 'm');
  return bench;
}

describe('indicators over REST', () => {
  it('are created, listed by name, read, and deleted', async () => {
    const { call } = await benchWithErrors();
    const created = await call('POST', path, errors);
    expect(created).toMatchObject({ status: 201, body: errors });
    expect(created.headers.get('location')).toBe(`${path}/errors`);
    await call('POST', path, { name: 'a-first', expression });
    const { body } = await call('GET', path);
    expect(body.indicators).toEqual([{ name: 'a-first', description: '', expression }, errors]);
    expect(await call('GET', `${path}/errors`)).toMatchObject({ status: 200, body: errors });
    expect((await call('DELETE', `${path}/errors`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect(await call(method, `${path}/errors`)).toMatchObject({
        status: 404,
        body: { code: 'indicator-not-found' },
      });
    }
  });

  it('are put where there is none, and replaced where there is one', async () => {
    const { call } = await benchWithErrors();
    expect((await call('PUT', `${path}/errors`, { expression })).status).toBe(201);
    expect(await call('PUT', `${path}/errors`, errors)).toMatchObject({ status: 200, body: errors });
    const other = await call('PUT', `${path}/errors`, { ...errors, name: 'other' });
    expect(other).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
    expect(await call('POST', path, errors)).toMatchObject({
      status: 409,
      body: { code: 'indicator-exists' },
    });
  });

  it('are refused with what Prometheus says of their expression', async () => {
    const { call, store } = await benchWithErrors();
    for (const [method, at] of [
      ['POST', path],
      ['PUT', `${path}/errors`],
    ] as const) {
      const refused = await call(method, at, { ...errors, expression: 'sum(' });
      expect(refused).toMatchObject({
        status: 400,
        body: {
          code: 'invalid-request',
          errors: [{ path: 'expression', message: expect.stringContaining('1:1: parse error: sum(') }],
        },
      });
    }
    expect(store.indicators.size).toBe(0);
  });

  it.each([
    ['an expression that is empty', { expression: ' ' }, 'expression'],
    ['an expression with control characters', { expression: 'up\u0007' }, 'expression'],
    ['a name that cannot stand in a path', { name: 'A b' }, 'name'],
    ['a field that there is not', { query: 'up' }, 'query'],
  ])('are refused with %s', async (_, wrong, at) => {
    const { call } = await benchWithErrors();
    const { status, body } = await call('POST', path, { ...errors, ...wrong });
    expect({ status, at: body.errors[0].path }).toEqual({ status: 400, at });
  });

  it('are refused where the expression comes to too many series, or there are too many', async () => {
    const { call, source } = await startBench({ limits: { seriesPerObjective: 1, indicators: 1 } });
    source.expressions.set(expression, 'm');
    for (const job of ['a', 'b']) source.addMinutes({ metric: 'm', labels: { job } }, [1]);
    expect(await call('POST', path, errors)).toMatchObject({
      status: 422,
      body: { code: 'too-many-series', detail: expect.stringContaining('comes to 2 series, at most 1') },
    });
    source.expressions.set('other', 'nothing');
    expect((await call('POST', path, { name: 'one', expression: 'other' })).status).toBe(201);
    expect(await call('POST', path, { name: 'two', expression: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'too-many-indicators' },
    });
    expect((await call('PUT', `${path}/one`, { expression: 'other' })).status).toBe(200);
  });

  it('are not created while nothing can be asked, with a reason', async () => {
    const { call, source } = await benchWithErrors();
    source.failure = new ForewarnError('prometheus-unavailable', 'gone');
    expect(await call('POST', path, errors)).toMatchObject({
      status: 503,
      body: { code: 'prometheus-unavailable' },
    });
  });
});

describe('objectives on an indicator', () => {
  it('are judged by what the expression comes to', async () => {
    const { call, source, store } = await benchWithErrors();
    const values = new Array<number>(60).fill(0.001).fill(0.5, 58);
    // What stands at a minute's end is the minute's.
    source.add(
      { metric: 'm', labels: { job: 'shop' } },
      values.map((value, at) => [runningMinuteMs - (59 - at) * 60_000, value] as const),
    );
    const series = { metric: 'forewarn_indicator', labels: { job: 'shop', indicator: 'errors' } };
    store.addForecast(series, [0.5, 0.5]);
    await call('POST', path, errors);
    expect((await call('POST', '/api/v1/slas', { name: 'shop', objectives: [objective] })).status).toBe(201);
    const { body } = await call('GET', '/api/v1/slas/shop/status');
    expect(body.objectives[0]).toMatchObject({ indicator: selector, state: 'violated' });
    expect(body.objectives[0].series).toMatchObject([
      {
        series: 'forewarn_indicator{indicator="errors",job="shop"}',
        current: { value: 0.5, bound: 'max' },
        minutesWithData: 60,
        minutesViolated: 2,
        prediction: { available: true },
      },
    ]);
    const { body: past } = await call('GET', '/api/v1/slas/shop/violations?window=1h');
    expect(past.count).toBe(2);
  });

  it('are refused where there is no such indicator, each at its place', async () => {
    const { call } = await benchWithErrors();
    const objectives = [objective, { ...objective, name: 'plain', indicator: 'up' }];
    const refused = await call('POST', '/api/v1/slas', { name: 'shop', objectives });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'objectives.0.indicator' }] } });
    expect(refused.body.errors[0].message).toContain('there is no indicator named errors: create it first');
    expect((await call('PUT', '/api/v1/slas/shop', { objectives })).status).toBe(400);
  });

  it('need bounds where it is no ratio', async () => {
    const { call } = await benchWithErrors();
    await call('POST', path, errors);
    const objectives = [{ name: 'few errors', indicator: selector }];
    const { status, body } = await call('POST', '/api/v1/slas', { name: 'shop', objectives });
    expect({ status, errors: body.errors }).toEqual({
      status: 400,
      errors: [{ path: 'objectives.0.min', message: expect.stringContaining('only a ratio needs none') }],
    });
    const plain = await call('POST', '/api/v1/slas', {
      name: 'shop',
      objectives: [{ name: 'o', indicator: 'up' }],
    });
    expect(plain.body.errors).toMatchObject([{ path: 'objectives.0.min' }]);
  });

  it('are refused where they do not say which indicator', async () => {
    const { call } = await benchWithErrors();
    const objectives = [{ ...objective, indicator: 'forewarn_indicator' }];
    expect(await call('POST', '/api/v1/slas', { name: 'shop', objectives })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'objectives.0.indicator', message: expect.stringContaining('which one') }] },
    });
  });

  it('keep their indicator from being deleted', async () => {
    const { call, store } = await benchWithErrors();
    await call('POST', path, errors);
    await call('POST', '/api/v1/slas', { name: 'shop', objectives: [objective] });
    expect(await call('DELETE', `${path}/errors`)).toMatchObject({
      status: 422,
      body: { code: 'indicator-in-use', detail: expect.stringContaining('shop') },
    });
    expect(store.indicators.size).toBe(1);
  });

  it('are judged by the new expression as soon as the indicator is replaced', async () => {
    const { call, source } = await benchWithErrors();
    source.expressions.set('other', 'n');
    const value = (metric: string, at: number) =>
      source.add({ metric, labels: {} }, [[runningMinuteMs, at] as const]);
    value('m', 0.5);
    value('n', 0.001);
    await call('POST', path, errors);
    await call('POST', '/api/v1/slas', { name: 'shop', objectives: [objective] });
    const current = async () => {
      const { body } = await call('GET', '/api/v1/slas/shop/status');
      return body.objectives[0].series[0].current.value;
    };
    expect(await current()).toBe(0.5);
    await call('PUT', `${path}/errors`, { expression: 'other' });
    expect(await current()).toBe(0.001);
  });

  it('tell that their indicator is gone, beside the others', async () => {
    const { call, store, source } = await benchWithErrors();
    await call('POST', path, errors);
    source.addMinutes({ metric: 'up', labels: {} }, [1]);
    const objectives = [objective, { name: 'up', indicator: 'up', min: 1 }];
    await call('POST', '/api/v1/slas', { name: 'shop', objectives });
    store.indicators.clear();
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { status, body } = await call('GET', '/api/v1/slas/shop/status');
    expect(status).toBe(200);
    expect(body.objectives[1].series).toHaveLength(1);
  });
});
