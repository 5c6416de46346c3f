import { describe, expect, it } from 'vitest';
import { startGuardedBench } from './guarded-bench.fixture.js';

const objective = (indicator: string) => ({ name: 'o', indicator, min: 1, target: 0.5, window: '1h' });
const sla = (name: string, ...indicators: string[]) => ({
  name,
  objectives: indicators.map((indicator, at) => ({ ...objective(indicator), name: `o${at}` })),
});

/** A server with SLAs of two teams. */
async function bench() {
  const started = await startGuardedBench();
  const { as, key } = started;
  const admin = key('admin');
  for (const each of [
    sla('shop-cart', 'up{namespace="shop"}'),
    sla('shop-mixed', 'up{namespace="shop"}', 'up{namespace="bank"}'),
    sla('bank-login', 'up{namespace="bank"}'),
    sla('all', 'up'),
    sla('shop-like', 'up{namespace=~"shop"}'),
  ])
    expect((await as(admin, 'POST', '/api/v1/slas', each)).status).toBe(201);
  const names = async (text: string) => {
    const list = await as(text, 'GET', '/api/v1/slas');
    const overall = await as(text, 'GET', '/api/v1/status');
    const seen = list.body.slas.map(({ name }: { name: string }) => name);
    expect(overall.body.slas.map(({ name }: { name: string }) => name)).toEqual(seen);
    return seen;
  };
  return { ...started, names };
}

const reads = [
  '',
  '/status',
  '/predictions',
  '/violations',
  '/series',
  '/execution-times',
  '/objectives/o0/history',
];

describe('a key that is narrowed to SLAs', () => {
  it('sees those alone, and of others not whether there are any', async () => {
    const { as, key, names } = await bench();
    const text = key('viewer', { slas: ['shop-c*', 'all'] });
    expect(await names(text)).toEqual(['all', 'shop-cart']);
    for (const read of reads) {
      expect((await as(text, 'GET', `/api/v1/slas/shop-cart${read}`)).status, read).toBe(200);
      const hidden = await as(text, 'GET', `/api/v1/slas/bank-login${read}`);
      const absent = await as(text, 'GET', `/api/v1/slas/nothing${read}`);
      expect([hidden.status, hidden.body.code]).toEqual([404, 'sla-not-found']);
      expect(hidden.body.detail.replace('bank-login', 'nothing')).toBe(absent.body.detail);
    }
  });

  it('changes those alone', async () => {
    const { as, key } = await bench();
    const text = key('editor', { slas: ['shop-*'] });
    expect((await as(text, 'POST', '/api/v1/slas', sla('shop-new', 'up'))).status).toBe(201);
    expect((await as(text, 'POST', '/api/v1/slas', sla('other', 'up'))).body.code).toBe('access-denied');
    expect((await as(text, 'PUT', '/api/v1/slas/all', sla('all', 'up'))).body.code).toBe('access-denied');
    expect((await as(text, 'DELETE', '/api/v1/slas/all')).body.code).toBe('sla-not-found');
    expect((await as(text, 'DELETE', '/api/v1/slas/shop-new')).status).toBe(204);
  });

  it('has nothing of what all share', async () => {
    const { as, key } = await bench();
    const text = key('editor', { slas: ['*'] });
    for (const path of ['series', 'series?problem=any', 'indicators', 'indicators/x'])
      expect((await as(text, 'GET', `/api/v1/${path}`)).body.code, path).toBe('access-denied');
    const indicator = { name: 'x', expression: 'up' };
    expect((await as(text, 'POST', '/api/v1/indicators', indicator)).body.code).toBe('access-denied');
  });
});

describe('a key that is narrowed to namespaces', () => {
  it('sees the SLAs whose objectives all demand one of them', async () => {
    const { as, key, names } = await bench();
    expect(await names(key('viewer', { namespaces: ['shop'] }))).toEqual(['shop-cart']);
    expect(await names(key('viewer', { namespaces: ['shop', 'bank'] }))).toEqual([
      'bank-login',
      'shop-cart',
      'shop-mixed',
    ]);
    const text = key('viewer', { namespaces: ['shop'] });
    for (const read of reads)
      expect((await as(text, 'GET', `/api/v1/slas/shop-mixed${read}`)).body.code).toBe('sla-not-found');
  });

  it('defines no SLA over others, and takes none of theirs', async () => {
    const { as, key } = await bench();
    const text = key('editor', { namespaces: ['shop'] });
    const own = 'up{namespace="shop"}';
    expect((await as(text, 'POST', '/api/v1/slas', sla('new', own))).status).toBe(201);
    for (const indicator of ['up', 'up{namespace="bank"}', 'up{namespace=~".*"}', 'up{namespace!="bank"}'])
      expect((await as(text, 'POST', '/api/v1/slas', sla('bad', own, indicator))).body.code).toBe(
        'access-denied',
      );
    expect((await as(text, 'PUT', '/api/v1/slas/bank-login', sla('bank-login', own))).body.code).toBe(
      'access-denied',
    );
    expect((await as(text, 'PUT', '/api/v1/slas/new', sla('new', own, own))).status).toBe(200);
  });

  it('reads the series of those alone', async () => {
    const { as, key, store } = await bench();
    for (const namespace of ['shop', 'bank', 'shop.x', undefined])
      store.addForecast({ metric: 'up', labels: namespace === undefined ? {} : { namespace } }, [1]);
    const listed = async (scope: object) =>
      (await as(key('viewer', scope), 'GET', '/api/v1/series')).body.series.map(
        (each: { labels: { namespace?: string } }) => each.labels.namespace,
      );
    expect(await listed({})).toHaveLength(4);
    expect(await listed({ namespaces: ['shop'] })).toEqual(['shop']);
    expect((await listed({ namespaces: ['shop.x', 'bank'] })).toSorted()).toEqual(['bank', 'shop.x']);
  });
});
