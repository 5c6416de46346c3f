import { AccessError, type Caller } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createGrpcAccess } from './grpc-access.js';
import { createHttpAccess, stranger } from './http-access.js';
import { cookieOf, setCookie } from './sessions/cookies.js';

const editor: Caller = { name: 'e', role: 'editor', scope: {} };

const authenticate = async (credentials: string) => {
  if (credentials === 'right') return editor;
  throw new AccessError('credentials-invalid', 'not known');
};

const sessions = {
  ofKey: async () => 'sealed',
  ofCaller: async () => 'sealed',
  callerOf: async (text: string) => (text === 'sealed' ? editor : undefined),
};

const access = createHttpAccess(authenticate, sessions);

const request = (method: string, headers: Readonly<Record<string, string>> = {}) => ({
  method,
  get: (name: string) => headers[name],
});

const session = { cookie: 'other=1; forewarn-session=sealed' };

describe('an HTTP request', () => {
  it('comes in by a key, as far as its role goes', async () => {
    const bearer = { authorization: 'Bearer right' };
    expect(await access('write', request('DELETE', bearer))).toBe(editor);
    await expect(access('admin', request('GET', bearer))).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('is told what is missing, and what is wrong', async () => {
    await expect(access('read', request('GET'))).rejects.toMatchObject({ code: 'credentials-missing' });
    const wrong = request('GET', { ...session, authorization: 'Bearer wrong' });
    await expect(access('read', wrong)).rejects.toMatchObject({ code: 'credentials-invalid' });
    const basic = request('GET', { authorization: 'Basic cmlnaHQ=' });
    await expect(access('read', basic)).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('comes in by a session, under either name of its cookie', async () => {
    expect(await access('read', request('GET', session))).toBe(editor);
    expect(await access('read', request('GET', { cookie: '__Host-forewarn-session=sealed' }))).toBe(editor);
    await expect(access('read', request('GET', { cookie: 'forewarn-session=x' }))).rejects.toMatchObject({
      code: 'credentials-missing',
    });
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['the same origin', { 'sec-fetch-site': 'same-origin' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['another origin of the site', { 'sec-fetch-site': 'same-site' }, false],
    ['nowhere, as a bookmark', { 'sec-fetch-site': 'none' }, false],
    ['an older browser, which names an origin that the listener let in', { origin: 'http://x' }, true],
    ['what names nothing', {}, false],
  ])('of a session that changes something, from %s: %j %s', async (_, headers, isAllowed) => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const asked = access('write', request(method, { ...session, ...headers }));
      if (isAllowed) expect(await asked).toBe(editor);
      else await expect(asked).rejects.toMatchObject({ code: 'access-denied' });
    }
  });

  it('for what is public is let in whoever sends it, and known where it says who', async () => {
    expect(await access('public', request('GET'))).toBe(stranger);
    expect(await access('public', request('POST', { authorization: 'Bearer wrong' }))).toBe(stranger);
    expect(await access('public', request('GET', session))).toBe(editor);
  });

  it('is not taken for a stranger where it cannot be found out who sends it', async () => {
    const broken = createHttpAccess(() => Promise.reject(new Error('no store')), sessions);
    const asked = broken('public', request('GET', { authorization: 'Bearer right' }));
    await expect(asked).rejects.toThrow('no store');
  });
});

describe('a gRPC call', () => {
  const grpc = createGrpcAccess(authenticate);
  const metadata = (...values: string[]) => ({
    get: (name: string) => (name === 'authorization' ? values : []),
  });

  it('comes in by a key in its metadata, as far as its role goes', async () => {
    expect(await grpc('read', metadata('Bearer right'))).toBe(editor);
    await expect(grpc('operate', metadata('Bearer right'))).rejects.toMatchObject({ code: 'access-denied' });
    await expect(grpc('read', metadata('Bearer wrong'))).rejects.toMatchObject({
      code: 'credentials-invalid',
    });
    await expect(grpc('read', metadata())).rejects.toMatchObject({ code: 'credentials-missing' });
  });
});

describe('a cookie', () => {
  it('is for this server alone, and not for scripts', () => {
    const options = { isSecure: true, maxAgeMs: 60_500, sameSite: 'Strict' } as const;
    expect(setCookie('session', 'x.y', options)).toBe(
      '__Host-forewarn-session=x.y; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    );
    expect(setCookie('login', '', { isSecure: false, maxAgeMs: 0, sameSite: 'Lax' })).toBe(
      'forewarn-login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    );
  });

  it('is found among others', () => {
    expect(cookieOf('a=1;forewarn-session=x=y; b=2', 'session', false)).toBe('x=y');
    expect(cookieOf('xforewarn-session=1', 'session', false)).toBeUndefined();
    expect(cookieOf(undefined, 'session', true)).toBeUndefined();
  });
});
