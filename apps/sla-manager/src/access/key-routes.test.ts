import { describe, expect, it } from 'vitest';
import { nowMs } from '../fakes.fixture.js';
import { adminKey, startGuardedBench } from './guarded-bench.fixture.js';

describe('a server that asks who calls it', () => {
  it('answers nobody whom it does not know, and tells them nothing but how to come in', async () => {
    const { call, key } = await startGuardedBench();
    const wrong = key('admin').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const authorization of [undefined, 'Bearer x', 'Basic YTpi', `Bearer ${wrong}`]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      for (const path of ['about', 'status', 'slas', 'slas/x/status', 'series', 'keys', 'audit']) {
        const answer = await call('GET', `/api/v1/${path}`, undefined, { headers });
        expect(answer.status, `${path} ${authorization}`).toBe(401);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expect(answer.body.code).toBe(authorization ? 'credentials-invalid' : 'credentials-missing');
      }
    }
  });

  it('lets each role do what it may, and no more', async () => {
    const { as, key } = await startGuardedBench();
    const sla = {
      name: 'a',
      objectives: [{ name: 'o', indicator: 'up', min: 1, target: 0.5, window: '1h' }],
    };
    const tries = [
      ['GET', '/api/v1/slas', undefined],
      ['POST', '/api/v1/slas', sla],
      ['DELETE', '/api/v1/slas/a', undefined],
      ['GET', '/api/v1/keys', undefined],
      ['GET', '/api/v1/audit', undefined],
    ] as const;
    const outcomes: Record<string, number[]> = {};
    for (const role of ['viewer', 'editor', 'operator', 'admin'] as const) {
      const text = key(role);
      outcomes[role] = [];
      for (const each of tries) outcomes[role].push((await as(text, each[0], each[1], each[2])).status);
    }
    expect(outcomes).toEqual({
      viewer: [200, 403, 403, 403, 403],
      editor: [200, 201, 204, 403, 403],
      operator: [200, 201, 204, 403, 403],
      admin: [200, 201, 204, 200, 200],
    });
  });

  it('says that it cannot find out who calls while the store is away, rather than that nobody knows them', async () => {
    const { as, key, accessStore } = await startGuardedBench();
    const text = key('viewer');
    accessStore.isAway = true;
    expect(await as(text, 'GET', '/api/v1/about')).toMatchObject({ status: 503 });
    expect(await as(adminKey, 'GET', '/api/v1/about')).toMatchObject({ status: 200 });
  });
});

describe('API keys', () => {
  it('are made by the administrator, shown once, listed without their secrets, and open what they are for', async () => {
    const { as } = await startGuardedBench();
    const input = { name: 'grafana', role: 'viewer', scope: { slas: ['shop-*'] }, expiresAfter: '90d' };
    const { status, body } = await as(adminKey, 'POST', '/api/v1/keys', input);
    expect(status).toBe(201);
    const { key, ...shown } = body;
    expect(shown).toEqual({
      id: key.split('_')[1],
      name: 'grafana',
      role: 'viewer',
      scope: { slas: ['shop-*'] },
      createdBy: 'the administrator',
      createdAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(nowMs + 90 * 86_400_000).toISOString(),
      revokedAt: null,
    });
    expect((await as(adminKey, 'GET', '/api/v1/keys')).body).toEqual({ keys: [shown] });
    expect((await as(key, 'GET', '/api/v1/slas')).status).toBe(200);
  });

  it('are kept as a digest, and told to the audit without their secret', async () => {
    const { as, accessStore } = await startGuardedBench();
    const { body } = await as(adminKey, 'POST', '/api/v1/keys', { name: 'x', role: 'admin' });
    const secret = body.key.split('_')[2];
    const stored = accessStore.keys.get(body.id)!;
    expect(JSON.stringify(stored)).not.toContain(secret);
    const change = accessStore.changes[0]!;
    expect(change.author).toMatchObject({ name: 'the administrator', role: 'admin', address: '127.0.0.1' });
    expect(JSON.stringify(change.document(stored))).not.toMatch(/secret|sha256/i);
  });

  it('open nothing once they are revoked', async () => {
    const { as } = await startGuardedBench();
    const { body } = await as(adminKey, 'POST', '/api/v1/keys', { name: 'x', role: 'viewer' });
    const revoked = await as(adminKey, 'DELETE', `/api/v1/keys/${body.id}`);
    expect(revoked).toMatchObject({ status: 200, body: { revokedAt: new Date(nowMs).toISOString() } });
    expect((await as(body.key, 'GET', '/api/v1/slas')).body.code).toBe('credentials-invalid');
    expect((await as(adminKey, 'DELETE', '/api/v1/keys/zzzzzzzz')).body.code).toBe('key-not-found');
  });

  it.each<[string, object]>([
    ['name', { name: '', role: 'viewer' }],
    ['name', { name: 'a\u001b[31m', role: 'viewer' }],
    ['role', { name: 'a', role: 'root' }],
    ['expiresAfter', { name: 'a', role: 'viewer', expiresAfter: '1s' }],
    ['expiresAfter', { name: 'a', role: 'viewer', expiresAfter: 'soon' }],
    ['scope.slas', { name: 'a', role: 'viewer', scope: { slas: [] } }],
    ['scope.slas.0', { name: 'a', role: 'viewer', scope: { slas: ['A b'] } }],
    ['scope.namespaces.0', { name: 'a', role: 'viewer', scope: { namespaces: ['a|b'] } }],
    ['scope.sla', { name: 'a', role: 'viewer', scope: { sla: ['a'] } }],
  ])('are not made with a wrong %s: %j', async (path, input) => {
    const { as } = await startGuardedBench();
    const { status, body } = await as(adminKey, 'POST', '/api/v1/keys', input);
    expect(status).toBe(400);
    expect(body.errors.map((each: { path: string }) => each.path)).toContain(path);
  });
});

describe('the audit', () => {
  it('is read in pages', async () => {
    const { as, accessStore } = await startGuardedBench();
    accessStore.audit = [3, 2, 1].map((number) => ({
      id: `00000000-0000-4000-8000-00000000000${number}`,
      atMs: number,
      author: { name: 'al', role: 'editor', address: '::1' },
      action: 'create',
      kind: 'sla',
      name: `sla-${number}`,
      before: undefined,
      after: { name: `sla-${number}` },
    }));
    const first = await as(adminKey, 'GET', '/api/v1/audit?limit=2');
    expect(first.body.entries.map(({ name }: { name: string }) => name)).toEqual(['sla-3', 'sla-2']);
    const second = await as(adminKey, 'GET', `/api/v1/audit?limit=2&after=${first.body.next}`);
    expect(second.body).toEqual({
      entries: [
        {
          ...{ id: '00000000-0000-4000-8000-000000000001', at: '1970-01-01T00:00:00.001Z' },
          ...{ author: 'al', role: 'editor', address: '::1', action: 'create', kind: 'sla', name: 'sla-1' },
          ...{ before: null, after: { name: 'sla-1' } },
        },
      ],
    });
  });

  it.each(['after=x', 'limit=0', 'limit=501', 'limit=x'])('refuses ?%s', async (query) => {
    const { as } = await startGuardedBench();
    expect((await as(adminKey, 'GET', `/api/v1/audit?${query}`)).status).toBe(400);
  });
});
