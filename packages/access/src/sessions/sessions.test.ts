import { AccessError, type Caller } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSealer } from './sealed.js';
import { createSessions } from './sessions.js';

const startMs = Date.UTC(2026, 0, 1);

beforeEach(() => void vi.useFakeTimers({ now: startMs, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const viewer: Caller = { name: 'key a (b)', role: 'viewer', scope: { slas: ['shop-*'] } };

/** Sessions by one key, which can be revoked. */
function bench(secret: string | Uint8Array = 'a secret of sixteen letters') {
  const state = { isRevoked: false };
  const authenticate = async (key: string) => {
    if (key === 'right' && !state.isRevoked) return viewer;
    throw new AccessError('credentials-invalid', 'not known');
  };
  const sealer = createSealer(secret, Date.now);
  return { state, sealer, sessions: createSessions(sealer, authenticate, Date.now) };
}

describe('a session', () => {
  it('is of the key that it was begun with, which cannot be read out of it', async () => {
    const { sessions } = bench();
    const text = await sessions.ofKey('right');
    expect(text).toMatch(/^[\w.-]+$/);
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('right');
    expect(await sessions.callerOf(text)).toBe(viewer);
  });

  it('is not begun with a wrong key', async () => {
    await expect(bench().sessions.ofKey('wrong')).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('ends with its key', async () => {
    const { sessions, state } = bench();
    const text = await sessions.ofKey('right');
    state.isRevoked = true;
    await expect(sessions.callerOf(text)).rejects.toMatchObject({ code: 'credentials-invalid' });
  });

  it('is of somebody whom the provider knows', async () => {
    const { sessions } = bench();
    expect(await sessions.callerOf(await sessions.ofCaller(viewer))).toEqual(viewer);
  });

  it.each(['ofKey', 'ofCaller'] as const)('%s ends after twelve hours', async (begin) => {
    const { sessions } = bench();
    const text = begin === 'ofKey' ? await sessions.ofKey('right') : await sessions.ofCaller(viewer);
    vi.setSystemTime(startMs + 12 * 3_600_000 - 1_000);
    expect(await sessions.callerOf(text)).toEqual(viewer);
    vi.setSystemTime(startMs + 12 * 3_600_000);
    expect(await sessions.callerOf(text)).toBeUndefined();
  });

  it('is known to processes that share the secret, and to no other', async () => {
    const text = await bench().sessions.ofCaller(viewer);
    expect(await bench().sessions.callerOf(text)).toEqual(viewer);
    expect(await bench('another secret of letters').sessions.callerOf(text)).toBeUndefined();
    expect(await bench(new Uint8Array(32)).sessions.callerOf(text)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['what was made up', 'aa.bb.cc.dd.ee'],
    ['what is too long', 'a'.repeat(5_000)],
  ])('is not %s', async (_, text) => {
    expect(await bench().sessions.callerOf(text)).toBeUndefined();
  });

  it('is not what was changed, or sealed for something else, or of a form that is not known', async () => {
    const { sessions, sealer } = bench();
    const text = await sessions.ofCaller(viewer);
    const changed = text.replace(/.(?=[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    const later = startMs + 1_000;
    const others = [
      changed,
      await sealer.seal('login', { caller: viewer }, later),
      await sealer.seal('session', { caller: { ...viewer, role: 'root' } }, later),
      await sealer.seal('session', { caller: { ...viewer, scope: null } }, later),
      await sealer.seal('session', {}, later),
    ];
    for (const other of others) expect(await sessions.callerOf(other)).toBeUndefined();
  });
});
