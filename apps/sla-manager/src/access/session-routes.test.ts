import { startIdentityProvider } from '@forewarn/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';
import { adminKey, startGuardedBench } from './guarded-bench.fixture.js';

const path = '/api/v1/session';
const json = { 'content-type': 'application/json' };

/** The cookies of an answer, as a browser would send them back. */
const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .filter((each) => !each.endsWith('='))
    .join('; ');

describe('the session', () => {
  it('tells a stranger how to log in, and who has logged in', async () => {
    const { call, as, key } = await startGuardedBench();
    const strange = await call('GET', path);
    expect(strange.body).toEqual({ access: 'required', caller: null, provider: false });
    expect((await call('GET', path, undefined, { headers: { authorization: 'Bearer x' } })).body).toEqual(
      strange.body,
    );
    const scope = { slas: ['shop-*'] };
    expect((await as(key('viewer', scope), 'GET', path)).body.caller).toMatchObject({
      role: 'viewer',
      scope,
    });
  });

  it('is open where nobody is asked', async () => {
    const { call } = await startBench();
    expect((await call('GET', path)).body).toMatchObject({ access: 'open', caller: { role: 'admin' } });
    expect((await call('POST', path, { key: 'anything' })).status).toBe(204);
  });

  it('is begun with a key, and keeps a browser known until it logs out', async () => {
    const { call, key } = await startGuardedBench();
    const login = await call('POST', path, { key: key('editor') });
    expect(login.status).toBe(204);
    expect(login.headers.getSetCookie()[0]).toMatch(
      /^forewarn-session=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const cookie = cookiesOf(login.headers);
    expect((await call('GET', '/api/v1/slas', undefined, { headers: { cookie } })).status).toBe(200);
    const logout = await call('DELETE', path, undefined, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect(logout.headers.getSetCookie()[0]).toMatch(/^forewarn-session=; .*Max-Age=0/);
  });

  it('is sent over TLS alone where it was begun over TLS', async () => {
    const { call, key } = await startGuardedBench();
    const headers = { ...json, 'x-forwarded-proto': 'https' };
    const login = await call('POST', path, { key: key('viewer') }, { headers });
    expect(login.headers.getSetCookie()[0]).toMatch(/^__Host-forewarn-session=.*; Secure$/);
  });

  it('is not begun with a wrong key', async () => {
    const { call } = await startGuardedBench();
    const { status, body, headers } = await call('POST', path, { key: 'wrong' });
    expect([status, body.code, headers.getSetCookie()]).toEqual([401, 'credentials-invalid', []]);
  });

  it('changes something for the pages of this server alone', async () => {
    const { call, key } = await startGuardedBench();
    const cookie = cookiesOf((await call('POST', path, { key: key('editor') })).headers);
    const remove = (headers: Record<string, string>) =>
      call('DELETE', '/api/v1/slas/x', undefined, { headers: { cookie, ...headers } });
    expect((await remove({ 'sec-fetch-site': 'same-origin' })).body.code).toBe('sla-not-found');
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await remove({ 'sec-fetch-site': site })).body.code).toBe('access-denied');
    expect((await remove({})).body.code).toBe('access-denied');
  });
});

describe('logging in at an identity provider', () => {
  const guarded = async () => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    const env = { ACCESS_OIDC_ISSUER: provider.issuer, ACCESS_OIDC_CLIENT_ID: 'forewarn' };
    return { provider, ...(await startGuardedBench(env)) };
  };
  const manual = { redirect: 'manual' } as const;

  it('leads there and back, and keeps the browser known', async () => {
    const { provider, call, origin } = await guarded();
    provider.loggedIn({ sub: '1', email: 'al@example.org', roles: ['editor'] });
    expect((await call('GET', path)).body.provider).toBe(true);
    const begin = await fetch(`${origin}${path}/provider?returnTo=/%3Fa=b`, manual);
    expect(begin.status).toBe(303);
    expect(begin.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/);
    const there = await fetch(begin.headers.get('location')!, manual);
    const back = there.headers.get('location')!;
    expect(back).toMatch(new RegExp(`^${origin}${path}/provider/return\\?`));
    const end = await fetch(back, { ...manual, headers: { cookie: cookiesOf(begin.headers) } });
    expect([end.status, end.headers.get('location')]).toEqual([303, '/?a=b']);
    const cookie = cookiesOf(end.headers);
    const { body } = await call('GET', path, undefined, { headers: { cookie } });
    expect(body.caller).toEqual({ name: 'al@example.org', role: 'editor', scope: {} });
  });

  it('does not let a browser in that did not begin it', async () => {
    const { call, origin } = await guarded();
    const begin = await fetch(`${origin}${path}/provider`, manual);
    const there = await fetch(begin.headers.get('location')!, manual);
    const { pathname, search } = new URL(there.headers.get('location')!);
    const refused = await fetch(`${origin}${pathname}${search}`, manual);
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/?login=credentials-invalid']);
    expect(cookiesOf(refused.headers)).toBe('');
    expect(await call('GET', `${pathname}?state=a&state=b`)).toMatchObject({ status: 404 });
  });

  it('takes its tokens as well as keys', async () => {
    const { provider, as } = await guarded();
    const token = await provider.sign({ aud: 'forewarn', sub: '1', roles: ['viewer'] });
    expect((await as(token, 'GET', '/api/v1/slas')).status).toBe(200);
    expect((await as(token, 'DELETE', '/api/v1/slas/x')).status).toBe(403);
    expect((await as(adminKey, 'GET', '/api/v1/keys')).status).toBe(200);
  });
});
