import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApiKey, drawKey, isLive, isSameSecret, isSecretOf, parseKey } from './api-key.js';

describe('a key that is drawn', () => {
  it('is read back as its id and a secret that fits the digest', () => {
    const { id, secretSha256, text } = drawKey();
    const presented = parseKey(text);
    expect(presented?.id).toBe(id);
    expect(isSecretOf(presented!.secret, { secretSha256 })).toBe(true);
    expect(createHash('sha256').update(presented!.secret).digest()).toEqual(secretSha256);
  });

  it('has 256 bits that no other has', () => {
    const keys = Array.from({ length: 200 }, drawKey);
    const secrets = keys.map(({ text }) => parseKey(text)!.secret);
    expect(new Set(secrets).size).toBe(200);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(200);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('is not opened by any other secret', () => {
    const key = drawKey();
    fc.assert(fc.property(fc.string(), (secret) => !isSecretOf(secret, key)));
    expect(isSecretOf(parseKey(drawKey().text)!.secret, key)).toBe(false);
  });
});

describe('parseKey', () => {
  const { text } = drawKey();
  it.each([
    '',
    'fwk_',
    text.slice(1),
    `${text}x`,
    ` ${text}`,
    `${text}\n`,
    text.toUpperCase(),
    text.replace('fwk', 'abc'),
    text.replace(/.$/, '!'),
  ])('takes %j for none', (other) => {
    expect(parseKey(other)).toBeUndefined();
  });
});

describe('isSameSecret', () => {
  it('compares secrets of any length', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => isSameSecret(a, b) === (a === b)));
    expect(isSameSecret('ä', 'ä')).toBe(true);
  });
});

describe('a key is live', () => {
  const key: ApiKey = {
    id: 'a',
    name: 'n',
    role: 'viewer',
    scope: {},
    createdBy: 'me',
    createdMs: 0,
    expiresMs: undefined,
    revokedMs: undefined,
  };
  it('until it expires', () => {
    expect(isLive(key, Number.MAX_SAFE_INTEGER)).toBe(true);
    expect([9, 10].map((nowMs) => isLive({ ...key, expiresMs: 10 }, nowMs))).toEqual([true, false]);
  });
  it('until it is revoked', () => {
    expect(isLive({ ...key, revokedMs: 5, expiresMs: 10 }, 1)).toBe(false);
  });
});
