import { startIdentityProvider } from '@forewarn/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSealer } from '../sessions/sealed.js';
import { createIdentityProvider } from '../tokens/identity-provider.js';
import { sameNames } from '../tokens/role-claim.js';
import { createOidcLogin } from './oidc-login.js';

const redirectUri = 'http://127.0.0.1:8080/api/v1/session/provider/return';

async function bench() {
  const provider = await startIdentityProvider();
  onTestFinished(() => provider.close());
  provider.loggedIn({ sub: '7', email: 'al@example.org', roles: ['operator'] });
  const known = createIdentityProvider({ issuer: new URL(provider.issuer), clientId: 'forewarn' });
  const sealer = createSealer('a secret of sixteen letters', Date.now);
  const rules = { roleClaim: 'roles', roles: sameNames };
  return { provider, login: createOidcLogin(known, rules, { sealer, clock: Date.now }) };
}

/** Where the provider sends a browser back to. */
async function followed(location: string): Promise<URL> {
  const { headers } = await fetch(location, { redirect: 'manual' });
  return new URL(headers.get('location') ?? '');
}

const refused = { code: 'credentials-invalid' };

describe('logging in at an identity provider', () => {
  it('leads there and back, and tells who it was', async () => {
    const { login } = await bench();
    const { location, state } = await login.begin(redirectUri, '/?sla=x#top');
    const back = await followed(location);
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect(await login.finish(back, state)).toEqual({
      caller: { name: 'al@example.org', role: 'operator', scope: {} },
      returnTo: '/?sla=x#top',
    });
  });

  it('cannot be finished twice, by another browser, or with what another login brought', async () => {
    const { login } = await bench();
    const first = await login.begin(redirectUri, '/');
    const second = await login.begin(redirectUri, '/');
    const back = await followed(first.location);
    await expect(login.finish(back, undefined)).rejects.toMatchObject(refused);
    await expect(login.finish(back, second.state)).rejects.toMatchObject(refused);
    await login.finish(back, first.state);
    await expect(login.finish(back, first.state)).rejects.toMatchObject(refused);
  });

  it('is refused where the provider says no', async () => {
    const { login } = await bench();
    const { location, state } = await login.begin(redirectUri, '/');
    const back = await followed(location);
    const denied = new URL(back);
    denied.search = new URLSearchParams({
      error: 'access_denied',
      state: back.searchParams.get('state') ?? '',
    }).toString();
    await expect(login.finish(denied, state)).rejects.toMatchObject(refused);
  });

  it('is refused to who has no role', async () => {
    const { login, provider } = await bench();
    provider.loggedIn({ sub: '8', name: 'Bo' });
    const { location, state } = await login.begin(redirectUri, '/');
    await expect(login.finish(await followed(location), state)).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/^Bo has no role here/),
    });
  });

  it('is refused where the ID token is not signed by the provider', async () => {
    const { login, provider } = await bench();
    const { location, state } = await login.begin(redirectUri, '/');
    const back = await followed(location);
    await login.finish(back, state);
    const again = await login.begin(redirectUri, '/');
    const returned = await followed(again.location);
    await provider.signWithStranger();
    await expect(login.finish(returned, again.state)).rejects.toMatchObject(refused);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '', 'javascript:alert(1)', '/a\nb'])(
    'leads back to this server and never to %j',
    async (returnTo) => {
      const { login } = await bench();
      const { location, state } = await login.begin(redirectUri, returnTo);
      expect((await login.finish(await followed(location), state)).returnTo).toBe('/');
    },
  );

  it('says that the provider cannot be asked', async () => {
    const { login, provider } = await bench();
    const { location, state } = await login.begin(redirectUri, '/');
    const back = await followed(location);
    provider.breakDown();
    await expect(login.finish(back, state)).rejects.toMatchObject({
      code: 'identity-provider-unavailable',
    });
  });
});
