import { AccessError, ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { drawKey, parseKey, type StoredApiKey } from './api-key.js';
import { createKeyVerifier } from './key-verifier.js';

/** A verifier of one key, its clock, and what it asked the store. */
function bench(changed: Partial<StoredApiKey> = {}) {
  const { text, id, secretSha256 } = drawKey();
  const state = {
    nowMs: 0,
    asked: [] as string[],
    failure: undefined as Error | undefined,
    key: {
      id,
      secretSha256,
      name: 'grafana',
      role: 'viewer' as const,
      scope: { slas: ['shop-*'] },
      createdBy: 'me',
      createdMs: 0,
      expiresMs: undefined,
      revokedMs: undefined,
      ...changed,
    } as StoredApiKey,
  };
  const reader = {
    async findKey(asked: string) {
      state.asked.push(asked);
      if (state.failure) throw state.failure;
      return asked === id ? state.key : undefined;
    },
  };
  return { state, id, presented: parseKey(text)!, verify: createKeyVerifier(reader, () => state.nowMs) };
}

const refused = (why: RegExp) => ({ code: 'credentials-invalid', message: expect.stringMatching(why) });

describe('a key verifier', () => {
  it('tells whose key it is, and what it opens', async () => {
    const { verify, presented, id } = bench();
    const caller = { name: `key grafana (${id})`, role: 'viewer', scope: { slas: ['shop-*'] } };
    expect(await verify(presented)).toEqual(caller);
  });

  it('refuses an id that there is not and a wrong secret in the same words', async () => {
    const { verify, presented } = bench();
    const failures = [
      await verify({ id: 'zzzzzzzz', secret: presented.secret }).catch((error) => error),
      await verify({ id: presented.id, secret: parseKey(drawKey().text)!.secret }).catch((error) => error),
    ];
    expect(failures[0]).toBeInstanceOf(AccessError);
    expect(failures[0].message).toBe(failures[1].message);
    expect(failures[0].code).toBe('credentials-invalid');
  });

  it('refuses one that was revoked, and one that has expired', async () => {
    const revoked = bench({ revokedMs: 1 });
    await expect(revoked.verify(revoked.presented)).rejects.toMatchObject(refused(/was revoked/));
    const { verify, presented, state } = bench({ expiresMs: 100 });
    await verify(presented);
    state.nowMs = 100;
    await expect(verify(presented)).rejects.toMatchObject(refused(/has expired/));
  });

  it('asks the store once in ten seconds, and then knows of a revocation', async () => {
    const { verify, presented, state } = bench();
    await Promise.all([verify(presented), verify(presented)]);
    state.nowMs = 9_999;
    await verify(presented);
    expect(state.asked).toHaveLength(1);
    state.key = { ...state.key, revokedMs: 9_000 };
    state.nowMs = 10_000;
    await expect(verify(presented)).rejects.toMatchObject(refused(/was revoked/));
    expect(state.asked).toHaveLength(2);
  });

  it('remembers ids that there are not as well, so that a stranger cannot make it ask each time', async () => {
    const { verify, presented, state } = bench();
    for (const _ of [1, 2]) await verify({ ...presented, id: 'zzzzzzzz' }).catch(() => {});
    expect(state.asked).toEqual(['zzzzzzzz']);
  });

  it('believes for five minutes what it read, while the store does not answer', async () => {
    const { verify, presented, state } = bench();
    await verify(presented);
    state.failure = new ForewarnError('store-unavailable', 'connection refused');
    state.nowMs = 299_999;
    expect(await verify(presented)).toMatchObject({ role: 'viewer' });
    state.nowMs = 300_000;
    await expect(verify(presented)).rejects.toBe(state.failure);
  });

  it('says that the store does not answer of a key that it never read, and asks again', async () => {
    const { verify, presented, state } = bench();
    state.failure = new ForewarnError('store-unavailable', 'connection refused');
    await expect(verify(presented)).rejects.toBe(state.failure);
    state.failure = undefined;
    expect(await verify(presented)).toMatchObject({ role: 'viewer' });
  });
});
