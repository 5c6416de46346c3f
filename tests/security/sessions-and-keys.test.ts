import { createHmac } from 'node:crypto';
import {
  type Authenticate,
  createAuthenticator,
  createIdentityProvider,
  createKeyVerifier,
  createSealer,
  createSessions,
  createTokenVerifier,
  drawKey,
  type Sessions,
  type StoredApiKey,
  sameNames,
} from '@forewarn/access';
import type { Caller } from '@forewarn/core';
import { FakeAccessStore, startIdentityProvider, type TestIdentityProvider } from '@forewarn/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Attack, expectDefence } from './expect-defence.js';

const administrator: Caller = { name: 'mallory', role: 'admin', scope: {} };

/** What is won where somebody is let in. */
const nameOf = (letIn: Promise<Caller | undefined>) =>
  letIn.then((caller) => (caller ? [caller.name] : [])).catch(() => []);

/** A store with one key, and its text. */
function keyInStore(changed: Partial<StoredApiKey> = {}) {
  const { id, secretSha256, text } = drawKey();
  const store = new FakeAccessStore();
  const times = { createdMs: 0, expiresMs: undefined, revokedMs: undefined };
  const about = { id, secretSha256, name: 'grafana', role: 'viewer', scope: {}, createdBy: 'me' } as const;
  store.keys.set(id, { ...about, ...times, ...changed });
  return { store, id, text };
}

describe('a key', () => {
  /** Looks at the secret alone, and not at what has become of the key. */
  const forgetful = (store: FakeAccessStore) => ({
    async findKey(id: string) {
      const key = await store.findKey(id);
      return key && { ...key, revokedMs: undefined, expiresMs: undefined };
    },
  });

  it.each<[string, Partial<StoredApiKey>]>([
    ['was revoked', { revokedMs: 1 }],
    ['has expired', { expiresMs: 1 }],
  ])('that %s opens nothing', async (_, changed) => {
    const { store, text } = keyInStore(changed);
    const attack: Attack<Authenticate> = (authenticate) => nameOf(authenticate(text));
    await expectDefence(attack, {
      guarded: () => createAuthenticator({ verifyKey: createKeyVerifier(store, Date.now) }),
      open: () => createAuthenticator({ verifyKey: createKeyVerifier(forgetful(store), Date.now) }),
    });
  });

  it('is not known by its id, which logs and the audit show', async () => {
    const { store, id } = keyInStore();
    const guessed = drawKey().text.replace(/_[^_]+_/, `_${id}_`);
    const attack: Attack<Authenticate> = (authenticate) => nameOf(authenticate(guessed));
    await expectDefence(attack, {
      guarded: () => createAuthenticator({ verifyKey: createKeyVerifier(store, Date.now) }),
      open: () => createAuthenticator({ verifyKey: async () => administrator }),
    });
  });
});

describe('the cookie of a session', () => {
  const known = 'a secret that everybody knows';

  it('is made by nobody who does not have the secret', async () => {
    const forged = await createSealer(known, Date.now).seal(
      'session',
      { caller: administrator },
      Date.now() + 3_600_000,
    );
    const attack: Attack<Sessions> = (sessions) => nameOf(sessions.callerOf(forged));
    const nobody: Authenticate = () => Promise.reject(new Error('nobody'));
    await expectDefence(attack, {
      guarded: () => createSessions(createSealer('a secret that was drawn', Date.now), nobody, Date.now),
      open: () => createSessions(createSealer(known, Date.now), nobody, Date.now),
    });
  });

  it('that was stolen opens nothing once its key is revoked', async () => {
    const attack: Attack<{ sessions: Sessions; store: FakeAccessStore; text: string; id: string }> = async ({
      sessions,
      store,
      text,
      id,
    }) => {
      const stolen = await sessions.ofKey(text);
      await store.revokeKey(id, 1);
      return nameOf(sessions.callerOf(stolen));
    };
    const start = () => {
      const kept = keyInStore();
      // Asks the store each time, as processes do after ten seconds.
      const authenticate: Authenticate = (credentials) =>
        createAuthenticator({ verifyKey: createKeyVerifier(kept.store, Date.now) })(credentials);
      const sessions = createSessions(createSealer(known, Date.now), authenticate, Date.now);
      return { ...kept, sessions, authenticate };
    };
    await expectDefence(attack, {
      guarded: start,
      // Remembers who it was in place of the key.
      open: () => {
        const { sessions, authenticate, ...kept } = start();
        const ofKey = async (key: string) => sessions.ofCaller(await authenticate(key));
        return { ...kept, sessions: { ...sessions, ofKey } };
      },
    });
  });
});

describe('a token', () => {
  const audience = 'forewarn';
  const claims = { aud: audience, sub: '7', name: 'mallory', roles: ['admin'] };
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;
  const asIssued = ({ issuer }: TestIdentityProvider) => ({ iss: issuer, exp: inAnHour(), ...claims });

  const forgeries: Record<string, (provider: TestIdentityProvider) => Promise<string>> = {
    'meant for another': (provider) => provider.sign({ ...claims, aud: 'wiki' }),
    'of another issuer': (provider) => provider.sign({ ...claims, iss: 'https://evil.example' }),
    'that has expired': (provider) => provider.sign({ ...claims, exp: 1 }),
    'without a signature': async (provider) => `${encoded({ alg: 'none' })}.${encoded(asIssued(provider))}.x`,
    'signed with what the provider publishes': async (provider) => {
      const published = await (await fetch(`${provider.issuer}/keys`)).text();
      const signed = `${encoded({ alg: 'HS256' })}.${encoded(asIssued(provider))}`;
      return `${signed}.${createHmac('sha256', published).update(signed).digest('base64url')}`;
    },
    'signed by somebody else': async (provider) => {
      const other = await startIdentityProvider();
      onTestFinished(() => other.close());
      return other.sign(asIssued(provider));
    },
  };

  /** Believes what a token says. */
  const credulous = async (token: string): Promise<Caller> => {
    const said = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    return { name: said.name, role: said.roles[0], scope: {} };
  };

  it.each(Object.entries(forgeries))('%s is not taken', async (_, forge) => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    const token = await forge(provider);
    const verifyKey = async () => administrator;
    const issuer = createIdentityProvider({ issuer: new URL(provider.issuer), clientId: audience });
    const rules = { audience, roleClaim: 'roles', roles: sameNames };
    const verifyToken = createTokenVerifier(issuer, rules, Date.now);
    const guarded = createAuthenticator({ verifyKey, verifyToken });
    expect(await nameOf(guarded(await provider.sign(claims)))).toEqual(['mallory']);
    const attack: Attack<Authenticate> = (authenticate) => nameOf(authenticate(token));
    await expectDefence(attack, {
      guarded: () => guarded,
      open: () => createAuthenticator({ verifyKey, verifyToken: credulous }),
    });
  });
});
