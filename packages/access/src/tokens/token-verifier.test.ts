import { startIdentityProvider } from '@forewarn/testkit';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createIdentityProvider } from './identity-provider.js';
import { sameNames } from './role-claim.js';
import { createTokenVerifier } from './token-verifier.js';

const client = { clientId: 'forewarn' };
const rules = { audience: 'forewarn', roleClaim: 'roles', roles: sameNames };
const claims: JWTPayload = { aud: 'forewarn', sub: '7', email: 'al@example.org', roles: ['editor'] };

async function bench() {
  const provider = await startIdentityProvider();
  onTestFinished(() => provider.close());
  const state = { nowMs: Date.now() };
  const known = createIdentityProvider({ ...client, issuer: new URL(provider.issuer) });
  return { provider, state, verify: createTokenVerifier(known, rules, () => state.nowMs) };
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

describe('a token verifier', () => {
  it('tells whose token it is, and checks its signature once a minute', async () => {
    const { provider, verify } = await bench();
    const token = await provider.sign(claims);
    const caller = { name: 'al@example.org', role: 'editor', scope: {} };
    expect(await verify(token)).toEqual(caller);
    expect(await verify(token)).toBe(await verify(token));
    expect(provider.keyRequests).toBe(1);
  });

  it.each<[string, JWTPayload]>([
    ['meant for another', { ...claims, aud: 'other' }],
    ['meant for nobody', { sub: '7', roles: ['admin'] }],
    ['of another issuer', { ...claims, iss: 'https://evil.example' }],
    ['that has expired', { ...claims, exp: inSeconds(-61) }],
    ['that is not valid yet', { ...claims, nbf: inSeconds(120) }],
    ['of nobody', { aud: 'forewarn', roles: ['admin'] }],
  ])('refuses a token %s', async (_, wrong) => {
    const { provider, verify } = await bench();
    await expect(verify(await provider.sign(wrong))).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('lets clocks differ by a minute', async () => {
    const { provider, verify } = await bench();
    expect(await verify(await provider.sign({ ...claims, exp: inSeconds(-50) }))).toBeDefined();
    expect(await verify(await provider.sign({ ...claims, nbf: inSeconds(50) }))).toBeDefined();
  });

  it('refuses a token that it verified once it has expired', async () => {
    const { provider, verify, state } = await bench();
    const token = await provider.sign({ ...claims, exp: inSeconds(10) });
    await verify(token);
    state.nowMs += 71_000;
    await expect(verify(token)).rejects.toThrow(/has expired/);
  });

  it('refuses tokens without a signature, and those signed with what is public', async () => {
    const { provider, verify } = await bench();
    const unsigned = new UnsecuredJWT({ iss: provider.issuer, ...claims, exp: inSeconds(60) }).encode();
    const published = await (await fetch(`${provider.issuer}/keys`)).text();
    const forged = await new SignJWT({ iss: provider.issuer, ...claims, exp: inSeconds(60) })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(published));
    const [head, body] = (await provider.sign(claims)).split('.');
    const other = await startIdentityProvider();
    onTestFinished(() => other.close());
    const stranger = await other.sign({ ...claims, iss: provider.issuer });
    for (const token of [unsigned, forged, `${head}.${body}.${'A'.repeat(86)}`, stranger])
      await expect(verify(token)).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('takes tokens of a key that is new', async () => {
    const { provider } = await bench();
    const known = createIdentityProvider({ ...client, issuer: new URL(provider.issuer), cooldownMs: 0 });
    const verify = createTokenVerifier(known, rules, Date.now);
    const before = await provider.sign(claims);
    await verify(before);
    await provider.rotate(false);
    expect(await verify(await provider.sign(claims))).toMatchObject({ role: 'editor' });
    expect(provider.keyRequests).toBe(2);
    const stolen = await provider.sign({ ...claims, jti: 'signed with the key that is gone' });
    await provider.rotate(false);
    await verify(await provider.sign({ ...claims, jti: 'signed with the next' }));
    await expect(verify(stolen)).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('does not look for keys that strangers make up again and again', async () => {
    const { provider, verify } = await bench();
    await verify(await provider.sign(claims));
    const other = await startIdentityProvider();
    onTestFinished(() => other.close());
    for (const jti of ['a', 'b', 'c'])
      await verify(await other.sign({ ...claims, iss: provider.issuer, jti })).catch(() => {});
    expect(provider.keyRequests).toBe(1);
  });

  it('says of who has no role what to ask for', async () => {
    const { provider, verify } = await bench();
    const token = await provider.sign({ ...claims, roles: ['staff'] });
    await expect(verify(token)).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/^al@example\.org .*ACCESS_OIDC_ROLES/),
    });
  });

  it('says that the provider cannot be asked, and asks it again', async () => {
    const { provider } = await bench();
    const token = await provider.sign(claims);
    const known = createIdentityProvider({ ...client, issuer: new URL(provider.issuer) });
    const verify = createTokenVerifier(known, rules, Date.now);
    provider.breakDown();
    await expect(verify(token)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
    await expect(verify(token)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
  });

  it('does not take a provider for another', async () => {
    const { provider } = await bench();
    const issuer = new URL(provider.issuer.replace('127.0.0.1', 'localhost'));
    const other = createIdentityProvider({ ...client, issuer });
    await expect(other.configuration()).rejects.toMatchObject({
      code: 'identity-provider-unavailable',
      message: expect.stringMatching(/localhost:.*ACCESS_OIDC_ISSUER/),
    });
  });
});
