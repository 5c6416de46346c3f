import { anybody } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createAuthenticator, requireRole } from './authenticator.js';
import { bearerOf, credentialsMissing } from './bearer.js';
import { drawKey } from './keys/api-key.js';

const viewer = { name: 'v', role: 'viewer', scope: {} } as const;
const editor = { name: 'e', role: 'editor', scope: {} } as const;
const options = { verifyKey: async () => viewer, verifyToken: async () => editor, adminKey: 'opensesame' };

describe('an authenticator', () => {
  it('knows keys, tokens and the administrator apart', async () => {
    const authenticate = createAuthenticator(options);
    expect(await authenticate(drawKey().text)).toBe(viewer);
    expect(await authenticate('aa.bb.cc')).toBe(editor);
    expect(await authenticate('opensesame')).toMatchObject({ role: 'admin' });
  });

  it('takes nothing else, and no tokens or administrator where there are none', async () => {
    const { verifyKey } = options;
    for (const [authenticate, text] of [
      [createAuthenticator(options), 'opensesam'],
      [createAuthenticator(options), ''],
      [createAuthenticator({ verifyKey }), 'aa.bb.cc'],
      [createAuthenticator({ verifyKey }), 'opensesame'],
    ] as const)
      await expect(authenticate(text)).rejects.toMatchObject({ code: 'credentials-invalid' });
  });
});

describe('requireRole', () => {
  it('lets those through whose role suffices', () => {
    expect(requireRole(viewer, 'read')).toBe(viewer);
    expect(requireRole(viewer, 'public')).toBe(viewer);
    expect(requireRole(anybody, 'admin')).toBe(anybody);
  });
  it('says which role it takes', () => {
    expect(() => requireRole(viewer, 'write')).toThrow('v has the role viewer, and this needs editor');
  });
});

describe('bearerOf', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
    [undefined, undefined],
  ])('reads %j', (header, expected) => {
    expect(bearerOf(header)).toBe(expected);
  });
  it.each(['', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer ä', `Bearer ${'a'.repeat(9_000)}`])(
    'refuses %j',
    (header) => {
      expect(() => bearerOf(header)).toThrow(/not of the form "Bearer/);
    },
  );
  it('has words for who sends nothing', () => {
    expect(credentialsMissing()).toMatchObject({ kind: 'unauthenticated' });
  });
});
